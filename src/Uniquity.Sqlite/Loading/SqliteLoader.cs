using SQLitePCL;
using Uniquity.Loading;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Loading;

/// <summary>Loads records into a SQLite file: prepared statements with ON CONFLICT, a chunk in a transaction.</summary>
/// <remarks>
/// Holds the write lock for a chunk at a time, and lets others write between two. The journal mode (WAL or not) stays as the file
/// has it; foreign keys are enforced. Not safe for concurrent use.
/// </remarks>
public sealed class SqliteLoader : ILoader
{
    // A writer that waits looks for the lock now and then; it must find it free at times.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    // Most writers wait for a lock for 5 s and then give up.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeProvider Clock = TimeProvider.System;
    private readonly LoadConnection connection;
    private readonly SqliteTargetOptions options;
    private ChunkWriter? writer;
    private LoadProgressTable? progress;
    private LoadTable? table;
    private LoadPoint point = LoadPoint.Start;
    private LoadPoint written = LoadPoint.Start;
    private long begun;

    private SqliteLoader(LoadConnection connection, SqliteTargetOptions options) => (this.connection, this.options) = (connection, options);

    /// <inheritdoc/>
    public int MostRecords => 2048;

    /// <inheritdoc/>
    /// <value>250,000: each commit writes every page of the indexes that the transaction met.</value>
    public int UsualBatch => 250_000;

    /// <inheritdoc/>
    public IReadOnlyList<string> StatementLog => connection.Log;

    /// <summary>Opens a file.</summary>
    /// <param name="options">The path, and how long a chunk waits for another writer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TargetException">The file is missing, not a database, locked, or cannot be written.</exception>
    public static async ValueTask<SqliteLoader> OpenAsync(SqliteTargetOptions options, CancellationToken cancellationToken = default)
    {
        options = options with { StatementTimeout = Timeout.InfiniteTimeSpan };
        return new(await Task.Run(() => LoadConnection.Open(options), cancellationToken), options);
    }

    /// <inheritdoc/>
    public async ValueTask CreateTableAsync(string name, IReadOnlyList<string> columns, IReadOnlyList<string> key, CancellationToken cancellationToken)
    {
        if (columns.Count == 0) throw new UsageException("the file names no column, so no table can be made of it");
        if (columns.GroupBy(SqliteName.Fold, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new UsageException($"{string.Join(" and ", twice)} are one column to SQLite: leave one out with --map FIELD=");
        if (key.FirstOrDefault(part => !columns.Contains(part, StringComparer.OrdinalIgnoreCase)) is { } missing) throw new UsageException($"the file has no column {missing}; nearest right call: --key {NearestName.Find(missing, columns) ?? columns[0]}");
        var own = NameText.TryRead(name, out var read) ? read : name;
        var parts = columns.Select(column => $"{SqliteName.Quote(column)} TEXT{(key.Contains(column, StringComparer.OrdinalIgnoreCase) ? " NOT NULL" : "")}");
        var primary = key.Count > 0 ? $", PRIMARY KEY ({string.Join(", ", key.Select(SqliteName.Quote))})" : "";
        await AskedAsync(() => connection.Execute($"CREATE TABLE {SqliteName.Quote(own)} ({string.Join(", ", parts)}{primary})"), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<LoadPoint> BeginAsync(LoadRequest request, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var known = table = await LoadTable.ReadAsync(new SqliteSession(connection.Driver, options), request, fields, cancellationToken);
        await AskedAsync(
            () =>
            {
                progress = new(connection, request);
                point = written = progress.Begin();
                writer = new(connection, known);
            }, cancellationToken);
        return point;
    }

    /// <inheritdoc/>
    public async ValueTask<LoadPoint> WriteAsync(LoadChunk chunk, IRejects rejects, CancellationToken cancellationToken)
    {
        if (writer is null || progress is null) throw new InvalidOperationException("BeginAsync comes first.");
        if (connection.IsIdle) await Task.Delay(Pause, Clock, cancellationToken);
        return await Task.Run(() => Write(chunk, rejects, cancellationToken), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask<LoadPoint> CompleteAsync(CancellationToken cancellationToken)
    {
        if (!connection.IsIdle) await Task.Run(() => Guarded(Commit, cancellationToken), CancellationToken.None);
        await AskedAsync(() => progress?.Forget(), cancellationToken);
        return point;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        writer?.Dispose();
        connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private LoadPoint Write(LoadChunk chunk, IRejects rejects, CancellationToken cancellationToken) => Guarded(
        () =>
        {
            if (connection.IsIdle) begun = Clock.GetTimestamp();
            var (tally, refused) = writer!.Write(chunk, cancellationToken);
            var length = rejects.Keep(refused, chunk.Fields);
            var next = new LoadPoint(written.Inserted + tally.Inserted, written.Updated + tally.Updated, written.Skipped + tally.Skipped, written.Rejected + tally.Rejected, length);
            if (next.Read - written.Read != chunk.Records.Count) throw new InvalidOperationException($"Of {chunk.Records.Count} records, {next.Read - written.Read} were counted.");
            written = next;

            // Standard input may let wait, and others must not wait for it.
            var ends = table!.StandsAlone || table.Request.Source is null || written.Read - point.Read >= table.Request.Batch || Clock.GetElapsedTime(begun) >= Longest;
            return ends ? Commit() : point;
        }, cancellationToken);

    private LoadPoint Commit()
    {
        progress!.Save(point, written);
        connection.Execute("COMMIT");
        return point = written;
    }

    private LoadPoint Guarded(Func<LoadPoint> write, CancellationToken cancellationToken)
    {
        try
        {
            return write();
        }
        catch (LoadStoppedException)
        {
            connection.RollBack();
            throw;
        }
        catch (SqliteRefusal refusal)
        {
            connection.RollBack();
            throw new LoadStoppedException(cancellationToken.IsCancellationRequested ? "stopped" : Words(refusal), refusal);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            connection.RollBack();
            throw new LoadStoppedException(failure is OperationCanceledException ? "stopped" : failure.Message, failure);
        }
    }

    private string Words(SqliteRefusal refusal) => refusal.Primary switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"{options.Path} is locked by another process, and the wait was over after {options.LockTimeout.TotalSeconds:0.#} s: give more time with --timeout",
        raw.SQLITE_FULL => $"the disk that holds {options.Path} is full",
        raw.SQLITE_ERROR when refusal.Message.StartsWith("ON CONFLICT clause does not match", StringComparison.Ordinal) => $"the unique index of the key is gone from {table!.Request.Table}: bring it back (uniquity enforce), then go on",
        _ => $"SQLite refused: {refusal.Message} ({refusal.Code})",
    };

    private async ValueTask AskedAsync(Action ask, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(ask, cancellationToken);
        }
        catch (SqliteRefusal refusal)
        {
            throw new TargetException(Words(refusal), refusal);
        }
    }
}
