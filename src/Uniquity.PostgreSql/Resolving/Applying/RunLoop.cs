using Npgsql;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;
using Uniquity.Wording;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>Brings a run from where it stands to its end, a batch at a time.</summary>
internal sealed class RunLoop(WriteSession writer, RunStore store, Retry retry, TimeProvider clock, ResolveContext context, RunArchive archive)
{
    /// <summary>Writers who bring new duplicates faster than this ends are for a guard to stop.</summary>
    private const int Sweeps = 5;

    private readonly Batch batch = new(writer, context, archive);
    private readonly WorkList work = new(writer, context, archive);
    private readonly BatchSize size = new(context.Request.BatchGroups);
    private bool outdated;
    private Run known = NotBegun(context, archive, clock);

    /// <summary>Runs to the end.</summary>
    /// <exception cref="RefusedException">The data has changed since the plan; nothing was changed, and no run is left.</exception>
    /// <exception cref="StoppedException">It stopped part-way.</exception>
    public async Task<Run> RunAsync(string fingerprint, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await batch.PrepareAsync(cancellationToken);
            if (context.Graph.Root.Physical) return await RunAtOnceAsync(fingerprint, progress, cancellationToken);
            var record = await store.FindAsync(archive.Run, cancellationToken);
            if (record.Since is null) await MakeWorkAsync(fingerprint, cancellationToken);
            for (var sweep = 0; ; sweep++)
            {
                await RunBatchesAsync(progress, cancellationToken);
                if (sweep == Sweeps || !await SweepAsync(cancellationToken)) break;
            }

            await retry.RunAsync(() => writer.InTransactionAsync(CompleteAsync, [], CancellationToken.None), refused: null, CancellationToken.None);
            return (await store.FindAsync(archive.Run, CancellationToken.None)).Run;
        }
        catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException or IOException || (failure is RefusedException && !outdated))
        {
            throw await StoppedAsync(failure);
        }
    }

    private async Task MakeWorkAsync(string fingerprint, CancellationToken cancellationToken)
    {
        var matches = await retry.RunAsync(() => writer.InTransactionAsync(async () =>
        {
            var made = await work.MakeAsync(cancellationToken);
            if (made.Fingerprint != fingerprint) return false;
            await store.SetAsync(archive.Run, SqlText.Of($"state = 'running', last_group = {made.Groups}, since = {SqlText.Value(made.Since)}"), cancellationToken);
            return true;
        }, KeyedRows.SameText, cancellationToken), refused: null, cancellationToken);
        if (!matches) await RefuseOutdatedAsync();
    }

    private async Task RunBatchesAsync(IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        for (var record = await store.FindAsync(archive.Run, cancellationToken); record.Done < record.Total;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = clock.GetTimestamp();
            var (from, to) = (record.Done + 1, Math.Min(record.Done + size.Groups, record.Total));
            // A batch that was begun is ended or fails: it is short, and a cancelled statement would save little.
            await retry.RunAsync(() =>
            {
                to = Math.Min(from - 1 + size.Groups, record.Total);
                return writer.InTransactionAsync(() => RunBatchAsync(record.Batches + 1, from, to), KeyedRows.ByIndex, CancellationToken.None);
            }, size.Refused, cancellationToken);
            size.Took(to - from + 1, clock.GetElapsedTime(started));
            record = record with { Done = to, Batches = record.Batches + 1 };
            known = known with { Groups = record.Done };
            progress?.Report(new(record.Done, record.Total));
            if (context.Request.Pause > TimeSpan.Zero && record.Done < record.Total) await Task.Delay(context.Request.Pause, clock, cancellationToken);
        }
    }

    private async Task<bool> RunBatchAsync(int number, long from, long to)
    {
        var counts = await batch.RunAsync(number, from, to, CancellationToken.None);
        await store.SetAsync(archive.Run, SqlText.Of($"""
            done_group = {to}, batches = {number}, groups = groups + {to - from + 1}, removed = removed + {counts.Removed}, changed = changed + {counts.Changed}, repointed = repointed + {counts.Repointed}
            """), CancellationToken.None);
        return true;
    }

    private Task<bool> SweepAsync(CancellationToken cancellationToken) => retry.RunAsync(() => writer.InTransactionAsync(async () =>
    {
        var record = await store.FindAsync(archive.Run, cancellationToken);
        var appended = await work.AppendAsync(record.Total, record.Since!, cancellationToken);
        if (appended.Groups == record.Total) return false;
        await store.SetAsync(archive.Run, SqlText.Of($"last_group = {appended.Groups}, since = {SqlText.Value(appended.Since)}"), cancellationToken);
        return true;
    }, KeyedRows.SameText, cancellationToken), refused: null, cancellationToken);

    private async Task<bool> CompleteAsync()
    {
        await writer.ExecuteAsync(SqlText.Of($"DROP TABLE IF EXISTS {archive.Work}"), CancellationToken.None);
        // An undo finds its rows by what is known of them.
        foreach (var table in archive.Tables) await writer.ExecuteAsync(SqlText.Of($"ANALYZE {table.Sql}"), CancellationToken.None);
        await store.SetAsync(archive.Run, SqlText.Raw("state = 'complete', ended = clock_timestamp()"), CancellationToken.None);
        return true;
    }

    /// <summary>Without a key that lasts, everything is one transaction, and nobody else writes.</summary>
    private async Task<Run> RunAtOnceAsync(string fingerprint, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var groups = await retry.RunAsync(() => writer.InTransactionAsync(async () =>
        {
            await writer.ExecuteAsync(SqlText.Of($"LOCK TABLE {context.Graph.Root.Name} IN SHARE ROW EXCLUSIVE MODE"), cancellationToken);
            var made = await work.MakeAsync(cancellationToken);
            if (made.Fingerprint != fingerprint) return -1;
            if (made.Groups > 0) await RunBatchAsync(1, 1, made.Groups);
            cancellationToken.ThrowIfCancellationRequested();
            await CompleteAsync();
            return made.Groups;
        }, KeyedRows.SameText, cancellationToken), refused: null, cancellationToken);
        if (groups < 0) await RefuseOutdatedAsync();
        progress?.Report(new(groups, groups));
        return (await store.FindAsync(archive.Run, CancellationToken.None)).Run;
    }

    private async Task RefuseOutdatedAsync()
    {
        outdated = true;
        await writer.InTransactionAsync(async () =>
        {
            await store.DropAsync(archive, CancellationToken.None);
            return true;
        }, [], CancellationToken.None);
        throw new RefusedException($"The rows of {context.Request.Table} have changed since the plan was made: nothing was changed. Make the plan again and review it.");
    }

    private async Task<StoppedException> StoppedAsync(Exception failure)
    {
        var run = known;
        try
        {
            if (writer.IsOpen)
            {
                await store.SetAsync(archive.Run, SqlText.Raw("state = CASE state WHEN 'running' THEN 'interrupted' ELSE state END"), CancellationToken.None);
                run = (await store.FindAsync(archive.Run, CancellationToken.None)).Run;
            }
        }
        catch (NpgsqlException)
        {
            // The next call reads the state from who holds the run.
        }

        return new(run, $"Run {archive.Run} stopped: {Permissions.Explain(failure)}. {Counted.Of(run.Groups, "group")} {Counted.Noun(run.Groups, "is", "are")} done and archived; uniquity resume {archive.Run} goes on, uniquity undo {archive.Run} goes back.", failure);
    }

    /// <summary>What is told of a run whose server cannot be asked any more.</summary>
    private static Run NotBegun(ResolveContext context, RunArchive archive, TimeProvider clock) => new(
        archive.Run, RunState.Interrupted, context.Request.Table, [.. context.Request.Key.Select(part => part.Part)], context.Request.Keep.ToString(), 0, 0, 0, 0, clock.GetUtcNow(), Ended: null);
}
