using Uniquity.Indexes;
using Uniquity.Resolving;

namespace Uniquity.Testing.Conformance.Resolving;

/// <summary>One database of a test of a resolver; removed when it is disposed.</summary>
/// <remarks>Scenes are set in the SQL that every SQL engine reads.</remarks>
public interface IResolverDatabase : IAsyncDisposable
{
    /// <summary>Runs statements that may write, divided by semicolons.</summary>
    ValueTask ExecuteAsync(string sql);

    /// <summary>Opens the resolver under test, with a connection of its own.</summary>
    ValueTask<IResolver> OpenAsync();

    /// <summary>The rows of a query, the columns joined by <c>|</c>, null as nothing.</summary>
    ValueTask<IReadOnlyList<string>> RowsAsync(string sql);

    /// <summary>Every row of every table outside the archive, in order, with its types.</summary>
    ValueTask<string> ContentAsync();

    /// <summary>A table's name as this engine's catalogue has it.</summary>
    TableName Table(string name);
}
