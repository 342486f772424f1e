using System.Text.Json;
using Uniquity.MongoDb.Resolving.Applying;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Undoing;

/// <summary>Takes runs back, the last batch first.</summary>
internal sealed class Undoer(MongoSession session, TimeProvider clock)
{
    private readonly RunStore store = new(session, clock);

    /// <summary>Brings back every document and reference of a run, or of one of its groups.</summary>
    /// <exception cref="RefusedException">It is undone already, or another process holds the collection.</exception>
    /// <exception cref="StoppedException">It stopped part-way; the same call goes on.</exception>
    public async Task<UndoResult> UndoAsync(string run, string? group, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var record = await store.FindAsync(run, cancellationToken);
        return await new Applier(session, clock).PermittedAsync(async () =>
        {
            await using var held = await RunLock.HoldAsync(session, record.Run.Table, run, clock, cancellationToken);
            record = await store.FindAsync(run, cancellationToken);
            if (record.Run.State == RunState.Undone) throw new RefusedException($"Run {run} is undone already.");
            var archive = new ArchiveReader(session, run);

            // Of a batch whose archive is not complete nothing was done.
            if (record.Archived <= record.Batches) await new Settlement(session, run).ForgetAsync(record.Batches + 1, cancellationToken);
            var scopes = group is null ? (await archive.BatchesAsync(cancellationToken)).Select(batch => (batch, (long?)null)).ToList() : [.. (await archive.GroupsAsync(group, cancellationToken)).Select(found => (found.Batch, (long?)found.Group))];
            if (group is not null && scopes.Count == 0) throw new UsageException($"Run {run} has no documents of a group {group} to bring back. A group is named by its key, the parts joined by commas.");
            await store.SetStateAsync(run, "undoing", ended: false, cancellationToken);
            return await RunAsync(record.Run, record.Plan, archive, scopes, progress, cancellationToken);
        });
    }

    private async Task<UndoResult> RunAsync(Run run, string plan, ArchiveReader archive, List<(long Batch, long? Group)> scopes, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var batch = new UndoBatch(session, run.Id, run.Table, JsonSerializer.Deserialize(plan, ResolveJson.Default.ResolvePlan)!.Request.References);
        var left = new List<string>();
        long restored = 0;
        long repointed = 0;
        try
        {
            for (var done = 0; done < scopes.Count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (rows, references) = await batch.RunAsync(scopes[done].Batch, scopes[done].Group, CancellationToken.None);
                restored += rows;
                repointed += references;
                left.AddRange(batch.Left);
                done++;
                progress?.Report(new(run.Groups * done / scopes.Count, run.Groups));
            }

            var any = await archive.AnyAsync(CancellationToken.None);
            await store.DropCollectionAsync(Places.Work(run.Id), CancellationToken.None);
            await store.SetStateAsync(run.Id, any ? "partlyUndone" : "undone", ended: true, CancellationToken.None);
            return new((await store.FindAsync(run.Id, CancellationToken.None)).Run, restored, repointed, left);
        }
        catch (Exception failure) when (Stops.It(failure) || failure is RefusedException)
        {
            throw await StoppedAsync(run, failure);
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

        return new(run, $"The undo of run {run.Id} stopped: {Stops.Explain(failure)}. What is not back is in the archive; uniquity undo {run.Id} goes on.", failure);
    }
}
