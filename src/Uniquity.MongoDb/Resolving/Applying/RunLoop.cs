using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Resolving.Planning;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>Takes a run from its list to its end, batch after batch, and looks again for documents that came meanwhile.</summary>
internal sealed class RunLoop(MongoSession session, RunStore store, RunLock held, TimeProvider clock, ResolveContext context, string run)
{
    private const int Sweeps = 5;

    // Of large documents two batches at once would take too much memory.
    private const int SmallDocuments = 1000;

    private readonly BatchSize size = new(context.Request.BatchGroups, context.References.Any(reference => !reference.Indexed));
    private bool outdated;

    /// <summary>Runs to the end, or to where it was stopped.</summary>
    /// <exception cref="RefusedException">The data has changed since the plan: the run is forgotten.</exception>
    /// <exception cref="StoppedException">It stopped part-way.</exception>
    public async Task<Run> RunAsync(string fingerprint, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var transactions = await TransactionTry.WorksAsync(session, run, cancellationToken);
            var record = await store.FindAsync(run, cancellationToken);
            if (record.Listed) await SettleAsync(record);
            else await MakeWorkAsync(fingerprint, cancellationToken);
            var batch = new Batch(session, store, held, clock, context, run, transactions);
            for (var sweep = 0; ; sweep++)
            {
                await RunBatchesAsync(batch, progress, cancellationToken);
                if (sweep == Sweeps || !await SweepAsync(cancellationToken)) break;
            }

            await store.DropCollectionAsync(Places.Work(run), CancellationToken.None);
            await store.SetStateAsync(run, "complete", ended: true, CancellationToken.None);
            return (await store.FindAsync(run, CancellationToken.None)).Run;
        }
        catch (Exception failure) when (Stops.It(failure) || (failure is RefusedException && !outdated))
        {
            throw await StoppedAsync(failure);
        }
    }

    /// <summary>A process died, on a server without transactions, in the middle of a batch.</summary>
    private async Task SettleAsync(RunRecord record)
    {
        var settlement = new Settlement(session, run);
        if (record.Archived <= record.Batches) await settlement.ForgetAsync(record.Batches + 1, CancellationToken.None);
        else await settlement.SettleAsync(record.Batches + 1, CancellationToken.None);
        if (record.Archived > record.Batches) await CountSettledAsync(record);
    }

    /// <summary>The batch is done now, and counted by what its archive holds; its items are looked at once more, and nothing of them is left to do.</summary>
    private async Task CountSettledAsync(RunRecord record)
    {
        var entries = await new ArchiveReader(session, run).ReadAsync(record.Batches + 1, CancellationToken.None);
        long Count(ArchiveKind kind) => entries.Count(entry => entry.Kind == kind);
        var groups = entries.Where(entry => entry.Kind == ArchiveKind.Removed).Select(entry => entry.Group).Distinct().LongCount();
        await session.WriteSafelyAsync(RunStore.Mark(run, record.Batches + 1, record.Done, groups, Count(ArchiveKind.Removed), Count(ArchiveKind.Before), Count(ArchiveKind.Moved)), CancellationToken.None);
    }

    private async Task MakeWorkAsync(string fingerprint, CancellationToken cancellationToken)
    {
        // A list that was begun before is begun anew.
        await store.DropCollectionAsync(Places.Work(run), cancellationToken);
        var survey = new Survey(session, context);
        await using var list = new WorkList(session, run, 0);
        await foreach (var item in new GroupList(session, context).ReadAsync(cancellationToken))
        {
            await survey.AddAsync(item, cancellationToken);
            await list.AddAsync(item, cancellationToken);
        }

        await survey.EndAsync(cancellationToken);
        await list.FlushAsync(cancellationToken);
        if (survey.Fingerprint != fingerprint)
        {
            outdated = true;
            await store.DropAsync(run, CancellationToken.None);
            throw new RefusedException($"The documents of {context.Table} have changed since the plan was made: nothing was changed. Make the plan again and review it.");
        }

        await store.SetAsync(run, new BsonBuilder().Add("state", "running").Add("listed", true).Add("total", list.Last).Build(), cancellationToken);
    }

    private async Task RunBatchesAsync(Batch batch, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        Task<PreparedBatch>? next = null;
        for (var record = await store.FindAsync(run, cancellationToken); record.Done < record.Total;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = clock.GetTimestamp();
            var number = record.Batches + 1;
            var prepared = await (next ?? PrepareAsync(batch, number, record.Done, cancellationToken));
            var items = prepared.Items.Count;
            var done = items == 0 ? record.Total : record.Done + items;
            next = ReadsAhead && done < record.Total ? Task.Run(() => PrepareAsync(batch, number + 1, done, cancellationToken), cancellationToken) : null;

            // A batch that was begun is ended or fails: it is short.
            await batch.RunAsync(prepared, number, done, record.Done + 1);
            size.Took(items, clock.GetElapsedTime(started));
            record = record with { Done = done, Batches = number };
            progress?.Report(new(record.Done, record.Total));
            if (context.Request.Pause > TimeSpan.Zero && record.Done < record.Total) await Task.Delay(context.Request.Pause, clock, cancellationToken);
        }
    }

    // The next documents are read while these are written; each change tells whether they are still so. What refers to them is not held, so it is read as late as can be.
    private bool ReadsAhead => context.References.Count == 0 && context.Request.Pause == TimeSpan.Zero && context.Chunk >= SmallDocuments;

    private async Task<PreparedBatch> PrepareAsync(Batch batch, long number, long done, CancellationToken cancellationToken) =>
        await batch.PrepareAsync(await WorkList.ReadAsync(session, run, done, size.Items, context.Chunk, cancellationToken), number, done + 1);

    /// <summary>Lists what shares a key still: documents that came or changed while the run went on.</summary>
    private async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var record = await store.FindAsync(run, cancellationToken);
        await using var list = new WorkList(session, run, record.Total);
        await foreach (var item in new GroupList(session, context).ReadAsync(cancellationToken)) await list.AddAsync(item, cancellationToken);
        await list.FlushAsync(cancellationToken);
        if (list.Last == record.Total) return false;
        await store.SetAsync(run, new BsonBuilder().Add("total", list.Last).Build(), cancellationToken);
        return true;
    }

    private async Task<StoppedException> StoppedAsync(Exception failure)
    {
        var stopped = new Run(run, RunState.Interrupted, context.Table, [.. context.Key], context.Request.Keep.ToString(), 0, 0, 0, 0, clock.GetUtcNow(), Ended: null);
        try
        {
            stopped = (await store.FindAsync(run, CancellationToken.None)).Run;
            if (stopped.State is RunState.Running or RunState.Planned) await store.SetStateAsync(run, stopped.State == RunState.Running ? "interrupted" : "planned", ended: false, CancellationToken.None);
            stopped = (await store.FindAsync(run, CancellationToken.None)).Run;
        }
        catch (TargetException)
        {
            // The server is gone: the next call sees that nobody holds the run.
            if (stopped.State == RunState.Running) stopped = stopped with { State = RunState.Interrupted };
        }

        return new(stopped, $"Run {run} stopped: {Stops.Explain(failure)}. {stopped.Groups} groups are done and archived; uniquity resume {run} goes on, uniquity undo {run} goes back.", failure);
    }
}
