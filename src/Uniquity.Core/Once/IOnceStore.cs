using System.Data.Common;

namespace Uniquity.Once;

/// <summary>Stores keys in the same database, and in the same transaction, as the work that they stand for.</summary>
/// <remarks>
/// So a crash at any moment leaves either the work with its key, or neither. Implementations are safe for concurrent use; calls
/// with the same key run one after another.
/// </remarks>
public interface IOnceStore
{
    /// <summary>Makes the table of keys where it is not there. Changes nothing that exists.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DbException">The account may not create it; the statements are in <see cref="Schema"/>.</exception>
    Task CreateAsync(CancellationToken cancellationToken = default);

    /// <summary>The statements that make the table, for those who keep their schema in migrations.</summary>
    string Schema { get; }

    /// <summary>Runs the action in a transaction of its own, unless its key is stored already.</summary>
    /// <param name="call">The key.</param>
    /// <param name="action">The work; gives the result to store. What it throws rolls back work and key, so that it can be tried again.</param>
    /// <param name="cancellationToken">Gives up; before the commit nothing stays.</param>
    /// <exception cref="DbException">The database fails, or the table is missing.</exception>
    Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(
        OnceCall call, Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> action, CancellationToken cancellationToken = default);

    /// <summary>Runs the action in the caller's transaction, unless its key is stored already. The caller commits.</summary>
    /// <param name="transaction">An open transaction on the store's database.</param>
    /// <param name="call">The key.</param>
    /// <param name="action">The work. What it throws is the caller's to roll back.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The transaction is another engine's, or ended.</exception>
    /// <exception cref="DbException">The database fails, or the table is missing.</exception>
    Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(
        DbTransaction transaction, OnceCall call, Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> action, CancellationToken cancellationToken = default);

    /// <summary>Forgets the keys whose time is over.</summary>
    /// <param name="cancellationToken">Stops; what is removed by then stays so.</param>
    /// <returns>How many were removed.</returns>
    Task<long> RemoveExpiredAsync(CancellationToken cancellationToken = default);
}
