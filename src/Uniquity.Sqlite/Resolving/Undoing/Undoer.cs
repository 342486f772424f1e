using System.Text.Json;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving.Applying;
using Uniquity.Sqlite.Resolving.Archiving;
using Uniquity.Sqlite.Resolving.Planning;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Undoing;

/// <summary>Takes runs back, the last batch first.</summary>
internal sealed class Undoer(SqliteSession session, TimeProvider clock)
{
    private readonly RunStore store = new(session, clock);
    private readonly Retry retry = new(clock);

    /// <summary>Takes a run back, or one group of it.</summary>
    public async Task<UndoResult> UndoAsync(string run, string? group, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var record = await store.FindAsync(run, cancellationToken);
        await using var held = new RunLock(session, store);
        await held.HoldAsync(record.Run.Table, clock, cancellationToken);
        record = await store.FindAsync(run, cancellationToken);
        if (record.Run.State == RunState.Undone) throw new RefusedException($"Run {run} is undone already.");
        var archive = await store.ArchiveAsync(run, cancellationToken);
        var batch = await BatchAsync(archive, cancellationToken);
        var scopes = await ScopesAsync(archive, record, group, cancellationToken);
        await retry.RunAsync(() => session.WritingAsync(async () =>
        {
            // Made only now: a run that is never undone does without, and writes faster.
            foreach (var table in archive.Tables)
                await session.ExecuteAsync($"CREATE INDEX IF NOT EXISTS main.{SqliteName.Quote($"{table.Relation}_batch")} ON {SqliteName.Quote(table.Relation)} ({table.Own("batch")}, {table.Own("group")})", cancellationToken);
            await store.TakeAsync(run, "undoing", cancellationToken);
            return true;
        }, cancellationToken), cancellationToken);
        return await RunAsync(record, archive, batch, scopes, progress, cancellationToken);
    }

    private async Task<UndoResult> RunAsync(RunRecord record, RunArchive archive, UndoBatch batch, IReadOnlyList<Scope> scopes, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var run = record.Run.Id;
        long restored = 0;
        long repointed = 0;
        try
        {
            for (var done = 0; done < scopes.Count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var scope = scopes[done];
                var (rows, references) = await retry.RunAsync(() => session.WritingAsync(() => batch.RunAsync(scope, CancellationToken.None), CancellationToken.None), cancellationToken);
                restored += rows;
                repointed += references;
                done++;
                progress?.Report(new(record.Run.Groups * done / scopes.Count, record.Run.Groups));
            }

            await retry.RunAsync(() => session.WritingAsync(async () =>
            {
                await session.ExecuteAsync($"DROP TABLE IF EXISTS {archive.Work}", CancellationToken.None);
                var left = await session.NumberAsync($"SELECT {string.Join(" OR ", archive.Tables.Select(table => $"EXISTS (SELECT 1 FROM {table.Sql})"))}", CancellationToken.None);
                await store.SetStateAsync(run, left != 0 ? "partlyUndone" : "undone", ended: true, CancellationToken.None);
                return true;
            }, CancellationToken.None), CancellationToken.None);
            return new((await store.FindAsync(run, CancellationToken.None)).Run, restored, repointed, await LeftAsync(archive));
        }
        catch (Exception failure) when (Stops.It(failure) || failure is RefusedException)
        {
            throw await StoppedAsync(record.Run, failure);
        }
    }

    private async Task<StoppedException> StoppedAsync(Run run, Exception failure)
    {
        run = run with { State = RunState.Interrupted, Undoing = true };
        try
        {
            await store.SetStateAsync(run.Id, "undostopped", ended: false, CancellationToken.None);
            run = (await store.FindAsync(run.Id, CancellationToken.None)).Run;
        }
        catch (TargetException)
        {
            // The next call sees that nobody holds the run.
        }

        return new(run, $"The undo of run {run.Id} stopped: {Stops.Explain(failure, session.Path)}. What is not back is in the archive; uniquity undo {run.Id} goes on.", failure);
    }

    /// <summary>What to take back, the last first: rows that a later batch moved again are where the earlier left them only then.</summary>
    private async Task<IReadOnlyList<Scope>> ScopesAsync(RunArchive archive, RunRecord record, string? group, CancellationToken cancellationToken)
    {
        if (group is null)
        {
            var batches = string.Join(" UNION ", archive.Tables.Select(table => $"SELECT {table.Own("batch")} AS uq_b FROM {table.Sql}"));
            return await session.QueryAsync(new SqlText().Add($"SELECT uq_b FROM ({batches}) ORDER BY 1 DESC"), row => new Scope(row.GetInt64(0), null), cancellationToken);
        }

        var plan = JsonSerializer.Deserialize(record.Plan, ResolveJson.Default.ResolvePlan)!;
        var removed = archive.Removed(record.Run.Table);
        var scopes = await session.QueryAsync(SqlText.Of($"""
            SELECT DISTINCT {removed.Own("batch")}, {removed.Own("group")} FROM {removed.Sql}
            WHERE {removed.Own("key")} IN ({new SqlValue(group)}, {new SqlValue(KeyedRows.Typed(group, plan.Request.Fold))}) ORDER BY 1 DESC, 2 DESC
            """), row => new Scope(row.GetInt64(0), row.GetInt64(1)), cancellationToken);
        return scopes.Count > 0 ? scopes : throw new UsageException($"Run {record.Run.Id} has no rows of a group {group} to bring back. A group is named by its key, the parts joined by commas.");
    }

    private async Task<UndoBatch> BatchAsync(RunArchive archive, CancellationToken cancellationToken)
    {
        var reading = new ShapeReader(session);
        var keys = new ReferenceReader(session, reading);
        var shapes = new Dictionary<TableName, TableShape>();
        var references = new List<Reference>();
        foreach (var name in archive.Tables.Select(table => table.Table).Distinct())
        {
            shapes[name] = await reading.ReadAsync(name, cancellationToken);
            await PrepareCheck.CheckAsync(session, shapes[name], cancellationToken);
            references.AddRange(await keys.OfAsync(name, cancellationToken));
        }

        foreach (var table in archive.Tables) CheckColumns(archive, table, shapes[table.Table]);
        foreach (var name in references.Select(reference => reference.Parent).Distinct().Where(name => !shapes.ContainsKey(name)).ToList()) shapes[name] = await reading.ReadAsync(name, cancellationToken);
        await new TriggerGuard(session, reading).CheckAsync(archive.Tables.Select(table => new TableWrite(table.Table.Name, table.Kind == ArchiveKind.Removed ? WriteEvent.Insert : WriteEvent.Update)), "undo", cancellationToken);
        return new(session, archive, shapes, references);
    }

    /// <summary>A column that was dropped could not come back as it was.</summary>
    private static void CheckColumns(RunArchive archive, ArchiveTable table, TableShape shape)
    {
        var needed = table.Kind == ArchiveKind.Moved ? table.Changed : table.Columns;
        var dropped = needed.Where(name => shape.Columns.All(column => column.Name != name)).ToList();
        if (dropped.Count > 0)
            throw new RefusedException($"{table.Table} has changed since run {archive.Run}: {string.Join(", ", dropped)} was dropped or has another name, so its rows cannot come back as they were. They are in {SqliteName.Quote(table.Relation)}.");
        if (shape.Volatile != table.Volatile || !shape.Identity.SequenceEqual(table.Id))
            throw new RefusedException($"{table.Table} has another primary key since run {archive.Run}, so its rows cannot be found. They are in {SqliteName.Quote(table.Relation)}.");
    }

    private async Task<IReadOnlyList<string>> LeftAsync(RunArchive archive)
    {
        var left = new List<string>();
        foreach (var table in archive.Tables)
        {
            var ids = table.Physical ? [$"'rowid ' || {table.Own("rowid")}"] : table.Id.Select((_, n) => $"CAST({table.IdName(n + 1)} AS TEXT)").ToList();
            left.AddRange(await session.QueryAsync(
                new SqlText().Add($"SELECT {string.Join(" || ', ' || ", ids)}, {table.Own("left")} FROM {table.Sql} WHERE {table.Own("left")} IS NOT NULL ORDER BY rowid"),
                row => $"{table.Table} {(row.IsDBNull(0) ? "NULL" : row.GetString(0))}: {row.GetString(1)}", CancellationToken.None));
        }

        return left;
    }
}
