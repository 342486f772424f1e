using System.Data;
using System.Data.Common;
using Npgsql;
using Uniquity.Once;

namespace Uniquity.PostgreSql.Once;

/// <summary>Keys of once-only work in a table of a PostgreSQL database, committed with the work itself.</summary>
/// <remarks>
/// Calls with one key take a transaction-level advisory lock one after another; other keys do not wait. No lock outlives its
/// transaction, so a connection pooler in transaction mode is fine. Safe for concurrent use. PostgreSQL 12 and later.
/// </remarks>
/// <param name="source">The database.</param>
/// <param name="options">How long to wait and to keep; the defaults where <see langword="null"/>.</param>
/// <param name="schema">The schema of the table <c>once</c>.</param>
public sealed class PostgreSqlOnceStore(NpgsqlDataSource source, OnceOptions? options = null, string schema = "uniquity") : IOnceStore
{
    private const int RemovedAtOnce = 5_000;
    private const string Savepoint = "uniquity_once";
    private readonly OnceStatements _statements = new(schema, options ?? new());

    /// <inheritdoc/>
    public string Schema => _statements.Schema;

    /// <inheritdoc/>
    public async Task CreateAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await _statements.CreateAsync(connection, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(
        OnceCall call, Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(action);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);

        // What another call has committed while this one waited must be seen.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var result = await RunAsync(connection, transaction, call, action, cancellationToken);
        if (result.Status == OnceStatus.Executed) await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    /// <remarks>A transaction that is REPEATABLE READ or SERIALIZABLE and older than another call's commit fails with 40001, to be tried again.</remarks>
    public async Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(
        DbTransaction transaction, OnceCall call, Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(action);
        if (transaction is not NpgsqlTransaction { Connection: { } connection } own) throw new ArgumentException("An open transaction of Npgsql is needed.", nameof(transaction));
        await own.SaveAsync(Savepoint, cancellationToken);
        try
        {
            var result = await RunAsync(connection, own, call, action, cancellationToken);
            if (result.Status == OnceStatus.InProgress) await own.RollbackAsync(Savepoint, cancellationToken);
            else await own.ReleaseAsync(Savepoint, cancellationToken);
            return result;
        }
        catch when (connection.FullState == ConnectionState.Open)
        {
            // Whatever the caller makes of the failure, a key without its work must not be committed.
            await own.RollbackAsync(Savepoint, CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<long> RemoveExpiredAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var removed = 0L;
        while (true)
        {
            var now = await _statements.RemoveExpiredAsync(connection, RemovedAtOnce, cancellationToken);
            removed += now;
            if (now < RemovedAtOnce) return removed;
        }
    }

    private async Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, OnceCall call, Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> action,
        CancellationToken cancellation)
    {
        if (!await _statements.LockAsync(connection, call, cancellation)) return new(OnceStatus.InProgress, default);
        while (!await _statements.InsertAsync(connection, call, cancellation))
        {
            // A key that a clean-up took away in between is new.
            if (await _statements.FindAsync(connection, call, cancellation) is { } stored) return Stored(call, stored.Fingerprint, stored.Result);
        }

        var result = await action(new OnceWork(connection, transaction), cancellation);
        await _statements.CompleteAsync(connection, call, result, cancellation);
        return new(OnceStatus.Executed, result);
    }

    private static OnceResult<ReadOnlyMemory<byte>> Stored(OnceCall call, byte[] fingerprint, byte[]? result) =>
        call.IsSameRequest(fingerprint) ? new(OnceStatus.Replayed, result ?? []) : new(OnceStatus.DifferentRequest, default);
}
