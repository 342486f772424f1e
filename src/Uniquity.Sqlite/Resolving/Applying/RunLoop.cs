using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving.Archiving;
using Uniquity.Sqlite.Resolving.Planning;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>Brings a run from where it stands to its end, a batch at a time.</summary>
internal sealed class RunLoop(SqliteSession session, RunStore store, TimeProvider clock, ResolveContext context, RunArchive archive)
{
    /// <summary>Writers who bring new duplicates faster than this ends are for a guard to stop.</summary>
    private const int Sweeps = 5;

    private readonly Solver solver = new(session, context);
    private readonly Retry retry = new(clock);
    private readonly BatchSize size = new(context.Request.BatchGroups, context.Graph.References.Any(reference => !reference.Indexed));
    private bool outdated;

    /// <summary>Runs to the end.</summary>
    /// <exception cref="RefusedException">The data has changed since the plan; nothing was changed, and no run is left.</exception>
    /// <exception cref="StoppedException">It stopped part-way.</exception>
    public async Task<Run> RunAsync(string fingerprint, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await solver.PrepareAsync(cancellationToken);

            // What others commit from here on is what a sweep looks for; before a run is gone on with, anything may have come.
            var resumed = (await store.FindAsync(archive.Run, cancellationToken)).Listed;
            var seen = await VersionAsync(cancellationToken);
            if (!resumed) await MakeWorkAsync(fingerprint, cancellationToken);
            for (var sweep = 0; ; sweep++)
            {
                await RunBatchesAsync(progress, cancellationToken);
                var now = await VersionAsync(cancellationToken);
                if (sweep == Sweeps || (now == seen && (!resumed || sweep > 0))) break;
                seen = now;
                if (!await SweepAsync(cancellationToken)) break;
            }

            return await retry.RunAsync(() => session.WritingAsync(CompleteAsync, CancellationToken.None), CancellationToken.None);
        }
        catch (Exception failure) when (Stops.It(failure) || (failure is RefusedException && !outdated))
        {
            throw await StoppedAsync(failure);
        }
    }

    /// <summary>Changes whenever another connection has committed (https://www.sqlite.org/pragma.html#pragma_data_version).</summary>
    private Task<long> VersionAsync(CancellationToken cancellationToken) => session.NumberAsync("PRAGMA main.data_version", cancellationToken);

    private async Task MakeWorkAsync(string fingerprint, CancellationToken cancellationToken)
    {
        // Made and compared on a view of the data, so that the application is not held up; then written down at once.
        var made = await session.OnOneViewAsync(() => new Planner(session).FingerprintAsync(context, cancellationToken), cancellationToken);
        if (made.Fingerprint != fingerprint)
        {
            outdated = true;
            await session.WritingAsync(async () =>
            {
                await store.DropAsync(archive, CancellationToken.None);
                return true;
            }, CancellationToken.None);
            throw new RefusedException($"The rows of {context.Request.Table} have changed since the plan was made: nothing was changed. Make the plan again and review it.");
        }

        await retry.RunAsync(() => session.WritingAsync(async () =>
        {
            await session.ExecuteAsync(context.Keyed.Make(archive.Work), cancellationToken);
            await session.ExecuteAsync($"INSERT INTO {archive.Work} SELECT * FROM {KeyedRows.Planned}", cancellationToken);
            await store.SetAsync(archive.Run, SqlText.Of($"state = 'running', listed = 1, last_group = {made.Groups}"), cancellationToken);
            return true;
        }, cancellationToken), cancellationToken);
        await session.ExecuteAsync($"DROP TABLE {KeyedRows.Planned}", cancellationToken);
    }

    private async Task RunBatchesAsync(IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var batch = new Batch(session, context, archive, solver);
        for (var record = await store.FindAsync(archive.Run, cancellationToken); record.Done < record.Total;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = clock.GetTimestamp();
            var (from, to) = (record.Done + 1, Math.Min(record.Done + size.Groups, record.Total));

            // A batch that was begun is ended or fails: it is short, and a cancelled statement would save little.
            await retry.RunAsync(() => session.WritingAsync(() => RunBatchAsync(batch, record.Batches + 1, from, to), CancellationToken.None), cancellationToken);
            size.Took(to - from + 1, clock.GetElapsedTime(started));
            record = record with { Done = to, Batches = record.Batches + 1 };
            progress?.Report(new(record.Done, record.Total));
            if (context.Request.Pause > TimeSpan.Zero && record.Done < record.Total) await Task.Delay(context.Request.Pause, clock, cancellationToken);
        }
    }

    private async Task<bool> RunBatchAsync(Batch batch, long number, long from, long to)
    {
        var counts = await batch.RunAsync(number, from, to, CancellationToken.None);
        await store.SetAsync(archive.Run, SqlText.Of(
            $"done_group = {to}, batches = {number}, groups = groups + {to - from + 1}, removed = removed + {counts.Removed}, changed = changed + {counts.Changed}, repointed = repointed + {counts.Repointed}"), CancellationToken.None);
        return true;
    }

    /// <summary>Looks at the whole table once more, and adds what is shared again to the list.</summary>
    private Task<bool> SweepAsync(CancellationToken cancellationToken) => retry.RunAsync(() => session.WritingAsync(async () =>
    {
        var record = await store.FindAsync(archive.Run, cancellationToken);
        foreach (var statement in context.Keyed.Fill(archive.Work, record.Total)) await session.ExecuteAsync(statement, cancellationToken);
        var last = await session.NumberAsync($"SELECT max(uq_g) FROM {archive.Work}", cancellationToken);
        if (last <= record.Total) return false;
        await store.SetAsync(archive.Run, SqlText.Of($"last_group = {last}"), cancellationToken);
        return true;
    }, cancellationToken), cancellationToken);

    private async Task<Run> CompleteAsync()
    {
        await session.ExecuteAsync($"DROP TABLE IF EXISTS {archive.Work}", CancellationToken.None);
        await store.SetStateAsync(archive.Run, "complete", ended: true, CancellationToken.None);
        return (await store.FindAsync(archive.Run, CancellationToken.None)).Run;
    }

    private async Task<StoppedException> StoppedAsync(Exception failure)
    {
        var run = new Run(archive.Run, RunState.Interrupted, context.Request.Table, [.. context.Request.Key.Select(part => part.Part)], context.Request.Keep.ToString(), 0, 0, 0, 0, clock.GetUtcNow(), Ended: null);
        try
        {
            run = (await store.FindAsync(archive.Run, CancellationToken.None)).Run;
            await store.SetAsync(archive.Run, SqlText.Of($"state = CASE state WHEN 'running' THEN 'interrupted' ELSE state END"), CancellationToken.None);
            run = (await store.FindAsync(archive.Run, CancellationToken.None)).Run;
        }
        catch (TargetException)
        {
            // A full disk, or a lock: the next call sees that nobody holds the run.
            if (run.State == RunState.Running) run = run with { State = RunState.Interrupted };
        }

        return new(run, $"Run {archive.Run} stopped: {Stops.Explain(failure, session.Path)}. {run.Groups} groups are done and archived; uniquity resume {archive.Run} goes on, uniquity undo {archive.Run} goes back.", failure);
    }
}
