using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Resolving.Planning;
using Uniquity.MongoDb.Resolving.Solving;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>Resolves some items: what goes or changes is archived first, each change is made only where the document is as it was read, and then the batch is marked as done.</summary>
/// <remarks>In one transaction where the server has them; else in that order, so that whoever comes after a crash can see how far it came.</remarks>
internal sealed class Batch(MongoSession session, RunStore store, RunLock held, TimeProvider clock, ResolveContext context, string run, bool transactions)
{
    private const int Tries = 10;
    private const int WriteConflict = 112;
    private const int LockTimeout = 24;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>Reads what becomes of items, and words it; nothing is changed.</summary>
    public async Task<PreparedBatch> PrepareAsync(IReadOnlyList<WorkItem> items, long batch, long group)
    {
        var solution = await new Solver(session, context).SolveAsync(items, group, CancellationToken.None);

        // What stays is held once the others are gone: DocumentDB writes it for that, and its prepared index refuses that while they share a key.
        return new(items, solution, transactions ? [.. Archive(solution, batch), .. Removals(solution), .. Holds(solution), .. Changes(solution)] : []);
    }

    /// <summary>Resolves items as they were prepared, or where that no longer holds as they are.</summary>
    public async Task<BatchCounts> RunAsync(PreparedBatch prepared, long batch, long done, long group)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (attempt > 1) prepared = await PrepareAsync(prepared.Items, batch, group);
            var solution = prepared.Solution;
            Checks.Check(context, solution.Unordered, solution.Referring);
            var counts = new BatchCounts(solution.Begun, solution.Removed.Count, solution.Merged.Count, solution.Moved.Count);
            try
            {
                if (transactions ? await TransactAsync(prepared.Writes, counts, batch, done) : await InOrderAsync(solution, counts, batch, done)) return counts;
            }
            catch (TargetException fault) when (attempt < Tries && fault.InnerException is MongoException { Failure: MongoFailure.Refused } refused && (refused.IsTransient || refused.Code is WriteConflict or LockTimeout))
            {
                // Someone else wrote one of the documents in this moment: they are read again.
            }

            if (attempt == Tries) throw new RefusedException($"Documents of {context.Table} are changed faster than they can be resolved: stop what writes them, or take smaller batches (--batch 10).");
            await Task.Delay(Pause * attempt, clock, CancellationToken.None);
        }
    }

    private async Task<bool> TransactAsync(IReadOnlyList<ExpectedWrite> changes, BatchCounts counts, long batch, long done)
    {
        List<ExpectedWrite> writes = [held.Still(clock.GetUtcNow()), .. changes];
        writes.Add(new(Mark(counts, batch, done), 1));
        try
        {
            var failed = await session.TransactAsync(writes, CancellationToken.None);
            if (failed == 0) throw Lost();
            return failed is null;
        }
        catch (TargetException fault) when (fault.InnerException is MongoException { Code: MongoException.DuplicateKey } refused)
        {
            throw Collided(refused, fault);
        }
    }

    /// <summary>Without transactions: the archive, a mark that it is complete, the changes, the mark that they are done.</summary>
    private async Task<bool> InOrderAsync(Solution solution, BatchCounts counts, long batch, long done)
    {
        // What is merged later has to be as it was read before the others go: the last moment to see that it is not.
        var staying = solution.Held.Concat(solution.Merged.Select(merged => merged.Before));
        foreach (var hold in WriteCommands.Hold(context.Table.Name, staying).Prepend(held.Still(clock.GetUtcNow())))
        {
            if (!hold.IsDone(await session.WriteSafelyAsync(hold.Command, CancellationToken.None))) return hold.Command["update"]!.Value.AsString() == Places.Locks ? throw Lost() : false;
        }

        foreach (var write in Archive(solution, batch))
        {
            if (!write.IsDone(await session.WriteBoundedAsync(write.Command, CancellationToken.None))) throw new TargetException($"MongoDB at {session.Hosts} refused to write the archive.");
        }

        await store.SetAsync(run, new BsonBuilder().Add("archived", batch).Build(), CancellationToken.None);
        var left = await new Settlement(session, run).SettleAsync(batch, CancellationToken.None);
        counts = new(counts.Groups, counts.Removed - left.Removed, counts.Changed - left.Changed, counts.Repointed - left.Repointed);
        await session.WriteSafelyAsync(Mark(counts, batch, done), CancellationToken.None);
        return true;
    }

    private BsonDocument Mark(BatchCounts counts, long batch, long done) => RunStore.Mark(run, batch, done, counts.Groups, counts.Removed, counts.Changed, counts.Repointed);

    private IEnumerable<ExpectedWrite> Archive(Solution solution, long batch)
    {
        var archive = new ArchiveWriter(batch);
        archive.Add(solution, context.Table.Name);
        return WriteCommands.Insert(Places.Archive(run), archive.Documents);
    }

    private IEnumerable<ExpectedWrite> Holds(Solution solution) => WriteCommands.Hold(context.Table.Name, solution.Held);

    // What goes first: what stays may take over a key of it.
    private static IEnumerable<ExpectedWrite> Removals(Solution solution) =>
        solution.Removed.GroupBy(removed => removed.Table.Name, StringComparer.Ordinal).SelectMany(table => WriteCommands.Delete(table.Key, table.Select(removed => removed.Gone.Document)));

    private IEnumerable<ExpectedWrite> Changes(Solution solution) =>
    [
        .. WriteCommands.Replace(context.Table.Name, solution.Merged.Select(merged => (merged.Before, merged.After))),
        .. solution.Moved.GroupBy(moved => moved.Table.Name, StringComparer.Ordinal).SelectMany(table => WriteCommands.Move(table.Key, table.Select(moved => (moved.Id, moved.Values)))),
    ];

    private RefusedException Lost() => new($"This process stood still so long that {context.Table} was taken from it: it stopped before it changed anything more.");

    private static RefusedException Collided(MongoException refused, Exception inner) => new(
        $"A document that stays, or a reference that moves, would get a key that another one has: {refused.Message.Trim().TrimEnd('.')}. Leave the field out of --merge, or resolve the duplicates of that index first.", inner);
}
