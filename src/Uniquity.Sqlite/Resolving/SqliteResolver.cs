using Microsoft.Data.Sqlite;
using SQLitePCL;
using Uniquity.Resolving;
using Uniquity.Sqlite.Connecting;
using Uniquity.Sqlite.Resolving.Applying;
using Uniquity.Sqlite.Resolving.Archiving;
using Uniquity.Sqlite.Resolving.Planning;
using Uniquity.Sqlite.Resolving.Undoing;
using Uniquity.Sqlite.Running;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving;

/// <summary>Resolves duplicates in a SQLite file; the archive is in tables <c>uniquity_…</c> of the same file.</summary>
/// <remarks>
/// Planning reads on a connection that cannot write the file. Everything else writes on one of its own, a batch at a time under
/// SQLite's write lock; a file beside the database, locked by the operating system, holds the table while it is worked on. Not safe for concurrent use.
/// </remarks>
public sealed class SqliteResolver : IResolver
{
    private readonly SqliteTargetOptions options;
    private readonly TimeProvider clock;
    private readonly List<string> log = [];
    private SqliteSession? reader;
    private SqliteSession? writer;

    private SqliteResolver(SqliteTargetOptions options, TimeProvider clock)
    {
        this.options = options;
        this.clock = clock;
    }

    /// <summary>The statements run so far.</summary>
    public IReadOnlyList<string> StatementLog => [.. log, .. reader?.Log ?? [], .. writer?.Log ?? []];

    /// <summary>Opens a file.</summary>
    /// <param name="options">The path and the time limits.</param>
    /// <param name="clock">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TargetException">The file is missing, not a database, encrypted, locked, or cannot be read.</exception>
    public static async Task<SqliteResolver> OpenAsync(SqliteTargetOptions options, TimeProvider? clock, CancellationToken cancellationToken)
    {
        var resolver = new SqliteResolver(options, clock ?? TimeProvider.System);
        await resolver.ReaderAsync(cancellationToken);
        return resolver;
    }

    /// <inheritdoc/>
    public async ValueTask<ResolvePlan> PlanAsync(ResolveRequest request, CancellationToken cancellationToken) => await new Planner(await ReaderAsync(cancellationToken)).PlanAsync(request, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Run> ApplyAsync(ResolvePlan plan, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) =>
        await WriteAsync(session => new Applier(session, clock).ApplyAsync(plan, progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Run>> ListRunsAsync(CancellationToken cancellationToken)
    {
        var records = await new RunStore(await ReaderAsync(cancellationToken), clock).ListAsync(cancellationToken);
        return [.. records.Select(record => record.Run).Select(run => run.State == RunState.Running && !RunLock.IsHeld(options.Path, run.Table) ? run with { State = RunState.Interrupted } : run)];
    }

    /// <inheritdoc/>
    public async ValueTask<Run> ResumeAsync(string run, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) =>
        await WriteAsync(session => new Applier(session, clock).ResumeAsync(run, progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<UndoResult> UndoAsync(string run, string? group, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) =>
        await WriteAsync(session => new Undoer(session, clock).UndoAsync(run, group, progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(string run, CancellationToken cancellationToken) => await WriteAsync(async session =>
    {
        var store = new RunStore(session, clock);
        var record = await store.FindAsync(run, cancellationToken);
        await using var held = new RunLock(session, store);
        await held.HoldAsync(record.Run.Table, clock, cancellationToken);
        var archive = await store.ArchiveAsync(run, cancellationToken);
        return await new Retry(clock).RunAsync(() => session.WritingAsync(async () =>
        {
            await store.DropAsync(archive, cancellationToken);
            return true;
        }, cancellationToken), cancellationToken);
    }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
        if (reader is not null) await reader.DisposeAsync();
    }

    /// <summary>The connection that plans.</summary>
    private async Task<SqliteSession> ReaderAsync(CancellationToken cancellationToken)
    {
        if (reader is not null) return reader;
        try
        {
            reader = new(await Task.Run(() => SqliteOpener.Open(options, SqliteAccess.Plan), cancellationToken), options);
        }
        catch (TargetException fault) when (fault.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN } && File.Exists(options.Path))
        {
            // A process that was killed in a transaction leaves a journal, which only a connection that may write can roll back.
            await (await Task.Run(() => SqliteOpener.Open(options, SqliteAccess.Write), cancellationToken)).DisposeAsync();
            reader = new(await Task.Run(() => SqliteOpener.Open(options, SqliteAccess.Plan), cancellationToken), options);
        }

        return reader;
    }

    /// <summary>Writes on a connection of its own. The reading one is closed first: in a rollback journal it would hold a commit up.</summary>
    private async Task<T> WriteAsync<T>(Func<SqliteSession, Task<T>> write, CancellationToken cancellationToken)
    {
        if (reader is { } open)
        {
            log.AddRange(open.Log);
            reader = null;
            await open.DisposeAsync();
        }

        var connection = await Task.Run(() => SqliteOpener.Open(options, SqliteAccess.Write), cancellationToken);

        // A batch that was begun is ended or fails; what is long before it can be cancelled.
        writer = new(connection, options with { StatementTimeout = Timeout.InfiniteTimeSpan });
        try
        {
            if (raw.sqlite3_db_readonly(connection.Handle!, "main") == 1)
                throw new RefusedException($"{options.Path} or its folder cannot be written by {Environment.UserName}: nothing was changed. Give the right to write both, or copy the database.");
            return await write(writer);
        }
        catch (TargetException fault) when (fault.InnerException is SqliteException inner)
        {
            throw new TargetException($"{Stops.Explain(fault, options.Path)}: nothing more was changed.", inner);
        }
        finally
        {
            log.AddRange(writer.Log);
            await writer.DisposeAsync();
            writer = null;
        }
    }
}
