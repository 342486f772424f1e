using System.Text.Json;
using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Undoing;

/// <summary>Takes runs back, the last batch first.</summary>
internal sealed class Undoer(Session reader, WriteSession writer, TimeProvider clock)
{
    private readonly RunStore store = new(writer);
    private readonly Retry retry = new(clock);

    /// <summary>Takes a run back, or one group of it.</summary>
    public async Task<UndoResult> UndoAsync(string run, string? group, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var record = await store.FindAsync(run, cancellationToken);
        await store.HoldAsync(record.Table, record.Run.Table.ToString(), cancellationToken);
        try
        {
            record = await store.FindAsync(run, cancellationToken);
            if (record.Run.State == RunState.Undone) throw new RefusedException($"Run {run} is undone already.");
            var archive = await store.ArchiveAsync(run, cancellationToken);
            var living = await new LivingArchive(writer).OfAsync(archive, record.Table, cancellationToken);
            var scopes = await ScopesAsync(living, record, group, cancellationToken);
            var batch = new UndoParts(writer, retry, living, await BatchAsync(living, cancellationToken));
            await store.TakeAsync(run, "undoing", cancellationToken);
            return await RunAsync(record, archive, batch, scopes, progress, cancellationToken);
        }
        finally
        {
            await store.ReleaseAsync(record.Table);
        }
    }

    private async Task<UndoResult> RunAsync(RunRecord record, RunArchive archive, UndoParts batch, IReadOnlyList<Scope> scopes, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var run = record.Run.Id;
        long restored = 0;
        long repointed = 0;
        try
        {
            for (var done = 0; done < scopes.Count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (rows, references) = await batch.RunAsync(scopes[done], cancellationToken);
                restored += rows;
                repointed += references;
                done++;
                progress?.Report(new(record.Run.Groups * done / scopes.Count, record.Run.Groups));
            }

            await writer.InTransactionAsync(async () =>
            {
                await writer.ExecuteAsync(SqlText.Of($"DROP TABLE IF EXISTS {archive.Work}"), CancellationToken.None);
                var left = await IsLeftAsync(archive);
                await store.SetAsync(run, SqlText.Of($"state = {SqlText.Value(left ? "partlyUndone" : "undone")}, ended = clock_timestamp()"), CancellationToken.None);
                return true;
            }, [], CancellationToken.None);
            return new((await store.FindAsync(run, CancellationToken.None)).Run, restored, repointed, await LeftAsync(archive));
        }
        catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException or IOException or RefusedException)
        {
            throw await StoppedAsync(record.Run, failure);
        }
    }

    private async Task<StoppedException> StoppedAsync(Run run, Exception failure)
    {
        run = run with { State = RunState.Interrupted };
        try
        {
            if (writer.IsOpen)
            {
                await store.SetAsync(run.Id, SqlText.Raw("state = 'undostopped'"), CancellationToken.None);
                run = (await store.FindAsync(run.Id, CancellationToken.None)).Run;
            }
        }
        catch (NpgsqlException)
        {
            // The next call reads the state from who holds the run.
        }

        return new(run, $"The undo of run {run.Id} stopped: {Permissions.Explain(failure)}. What is not back is in the archive; uniquity undo {run.Id} goes on.", failure);
    }

    /// <summary>What to take back, the last first: rows that a later batch moved again are where the earlier left them only then.</summary>
    private async Task<IReadOnlyList<Scope>> ScopesAsync(RunArchive archive, RunRecord record, string? group, CancellationToken cancellationToken)
    {
        var removed = archive.Removed(record.Run.Table);
        if (group is null)
        {
            var batches = SqlText.Join(" UNION ", archive.Tables.Select(table => SqlText.Of($"SELECT DISTINCT {table.Own("batch")} AS batch FROM {table.Sql}")));
            return await writer.QueryAsync(SqlText.Of($"SELECT batch FROM ({batches}) AS b ORDER BY 1 DESC"), row => new Scope(row.GetInt32(0)), cancellationToken);
        }

        var plan = JsonSerializer.Deserialize(record.Plan, ResolveJson.Default.ResolvePlan)!;
        var context = await new ContextBuilder(reader).BuildAsync(plan.Request, cancellationToken);
        var scopes = await writer.QueryAsync(SqlText.Of($"""
            SELECT DISTINCT {removed.Own("batch")}, {removed.Own("group")} FROM {removed.Sql} AS {SqlText.Name(record.Run.Table.Name)}
            WHERE {context.Keyed.KeyText} = {SqlText.Value(group)} ORDER BY 1 DESC, 2 DESC
            """), row => new Scope(row.GetInt32(0), row.GetInt64(1), row.GetInt64(1)), cancellationToken);
        return scopes.Count > 0 ? scopes : throw new Uniquity.Targets.UsageException($"Run {record.Run.Id} has no rows of a group {group} to bring back. A group is named by its key, the parts joined by commas.");
    }

    private async Task<UndoBatch> BatchAsync(RunArchive archive, CancellationToken cancellationToken)
    {
        var reading = new ShapeReader(reader);
        var shapes = new Dictionary<TableName, TableShape>();
        var references = new List<Reference>();
        foreach (var name in archive.Tables.Select(table => table.Table).Distinct())
        {
            shapes[name] = await reading.ReadAsync(name, cancellationToken);
            references.AddRange(await reading.ReferencesOfAsync(shapes[name], cancellationToken));
        }

        foreach (var name in references.Select(reference => reference.Parent).Distinct().Where(name => !shapes.ContainsKey(name)).ToList()) shapes[name] = await reading.ReadAsync(name, cancellationToken);
        if (shapes.Values.Select(shape => shape.Obstacle).FirstOrDefault(obstacle => obstacle is not null) is { } found) throw new RefusedException(found);
        return new(writer, archive, shapes, references);
    }

    private async Task<bool> IsLeftAsync(RunArchive archive)
    {
        var any = SqlText.Join(" OR ", archive.Tables.Select(table => SqlText.Of($"EXISTS (SELECT FROM {table.Sql})")));
        return await writer.OneAsync(SqlText.Of($"SELECT {any}"), row => row.GetBoolean(0), CancellationToken.None);
    }

    private async Task<IReadOnlyList<string>> LeftAsync(RunArchive archive)
    {
        var left = new List<string>();
        foreach (var table in archive.Tables)
        {
            var ids = SqlText.Join(", ", table.Id.Select((name, n) => SqlText.Of($"a.{(table.Kind == ArchiveKind.Moved ? table.Own($"id{n + 1}") : SqlText.Name(name))}::text")));
            left.AddRange(await writer.QueryAsync(
                SqlText.Of($"SELECT concat_ws(', ', {ids}), {table.Own("a", "left")} FROM {table.Sql} AS a WHERE {table.Own("a", "left")} IS NOT NULL ORDER BY 1"),
                row => $"{table.Table} {row.GetString(0)}: {row.GetString(1)}", CancellationToken.None));
        }

        return left;
    }
}
