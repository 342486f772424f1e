using System.Data.Common;
using Uniquity.Once;

namespace Uniquity.Testing.Conformance.Once;

/// <summary>A database of one test, with a table <c>effects (what text)</c> and stores of keys in it.</summary>
public interface IOnceDatabase : IAsyncDisposable
{
    /// <summary>A store; its table is made.</summary>
    Task<IOnceStore> StoreAsync(OnceOptions? options = null);

    /// <summary>A connection for which writing is allowed.</summary>
    Task<DbConnection> OpenAsync();

    /// <summary>Begins a transaction that can write at once.</summary>
    Task<DbTransaction> BeginAsync(DbConnection connection);
}
