using System.Data.Common;
using Microsoft.Data.Sqlite;
using Uniquity.Once;
using Uniquity.Sqlite.Connecting;

namespace Uniquity.Sqlite.Once;

/// <summary>Keys of once-only work in a table of a SQLite database, committed with the work itself.</summary>
/// <remarks>
/// <para>
/// SQLite has one writer at a time. Calls of one store wait for each other without a thread; <see cref="OnceOptions.Wait"/> bounds
/// the wait for the same key, as <see cref="OnceStatus.InProgress"/> tells of the same key only. For a writer of another process
/// SQLite waits as long as the connection string's <c>Default Timeout</c> says, and fails with SQLITE_BUSY after that.
/// </para>
/// <para>Safe for concurrent use. One store for each database and process: keys at work are known to their store.</para>
/// </remarks>
public sealed class SqliteOnceStore : IOnceStore, IDisposable
{
    private readonly string _connectionString;
    private readonly OnceOptions _options;
    private readonly OnceStatements _statements;
    private readonly KeysAtWork _atWork;
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <summary>Makes a store; opens nothing yet.</summary>
    /// <param name="connectionString">The database, as Microsoft.Data.Sqlite takes it.</param>
    /// <param name="options">How long to wait and to keep; the defaults where <see langword="null"/>.</param>
    /// <param name="timeProvider">The clock for what is kept; the system's where <see langword="null"/>.</param>
    public SqliteOnceStore(string connectionString, OnceOptions? options = null, TimeProvider? timeProvider = null)
    {
        NativeLibraryChoice.Make();
        _connectionString = connectionString;
        _options = options ?? new();
        var clock = timeProvider ?? TimeProvider.System;
        _statements = new OnceStatements(_options, clock);
        _atWork = new KeysAtWork(clock);
    }

    /// <inheritdoc/>
    public string Schema => OnceStatements.Schema;

    /// <inheritdoc/>
    public async Task CreateAsync(CancellationToken cancellationToken = default) =>
        await WriteAsync((connection, _) => Task.FromResult(OnceStatements.Create(connection)), cancellationToken);

    /// <inheritdoc/>
    public async Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(
        OnceCall call, Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(action);
        using var turn = await _atWork.EnterAsync(call, _options.Wait, cancellationToken);
        if (turn is null) return new(OnceStatus.InProgress, default);
        return await WriteAsync(
            async (connection, cancellation) =>
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                var result = await RunAsync(connection, transaction, call, action, cancellation);
                if (result.Status == OnceStatus.Executed) transaction.Commit();
                return result;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A transaction that reads before it writes can be refused with SQLITE_BUSY_SNAPSHOT: begin it with <c>deferred: false</c>.</remarks>
    public async Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(
        DbTransaction transaction, OnceCall call, Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(action);
        if (transaction is not SqliteTransaction { Connection: { } connection } own) throw new ArgumentException("An open transaction of Microsoft.Data.Sqlite is needed.", nameof(transaction));
        own.Save(OnceStatements.Savepoint);
        try
        {
            var result = await RunAsync(connection, own, call, action, cancellationToken);
            own.Release(OnceStatements.Savepoint);
            return result;
        }
        catch when (own.Connection is not null)
        {
            // Whatever the caller makes of the failure, a key without its work must not be committed.
            own.Rollback(OnceStatements.Savepoint);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<long> RemoveExpiredAsync(CancellationToken cancellationToken = default) =>
        await WriteAsync((connection, _) => Task.FromResult(_statements.RemoveExpired(connection)), cancellationToken);

    /// <summary>Forgets who is at work; no call may be under way.</summary>
    public void Dispose() => _writer.Dispose();

    private async Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(
        SqliteConnection connection, SqliteTransaction transaction, OnceCall call, Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> action,
        CancellationToken cancellation)
    {
        if (!_statements.Insert(connection, transaction, call))
        {
            var (fingerprint, stored) = OnceStatements.Find(connection, transaction, call);
            return call.IsSameRequest(fingerprint) ? new(OnceStatus.Replayed, stored) : new(OnceStatus.DifferentRequest, default);
        }

        var result = await action(new OnceWork(connection, transaction), cancellation);
        OnceStatements.Complete(connection, transaction, call, result.ToArray());
        return new(OnceStatus.Executed, result);
    }

    private async Task<T> WriteAsync<T>(Func<SqliteConnection, CancellationToken, Task<T>> write, CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            await using var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync(cancellation);
            return await write(connection, cancellation);
        }
        finally
        {
            _writer.Release();
        }
    }
}
