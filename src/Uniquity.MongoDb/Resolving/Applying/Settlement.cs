using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>On a server without transactions: makes the changes of a batch whose archive is complete, however many of them are made already.</summary>
/// <remarks>Each change tells by the document whether it is made. An entry of a document that someone else changed meanwhile is taken out: nothing was done to it.</remarks>
internal sealed class Settlement(MongoSession session, string run)
{
    private readonly ArchiveReader archive = new(session, run);
    private readonly Living living = new(session);

    /// <summary>Makes them.</summary>
    /// <returns>What was taken out.</returns>
    public async Task<BatchCounts> SettleAsync(long batch, CancellationToken cancellationToken)
    {
        var entries = await archive.ReadAsync(batch, cancellationToken);
        var out1 = await RemoveAsync([.. entries.Where(entry => entry.Kind == ArchiveKind.Removed)], cancellationToken);
        var out2 = await MergeAsync(entries, cancellationToken);
        var out3 = await MoveAsync([.. entries.Where(entry => entry.Kind == ArchiveKind.Moved)], cancellationToken);
        await archive.ForgetAsync([.. out1, .. out2, .. out3], cancellationToken);
        return new(0, out1.Count, out2.Count / 2, out3.Count);
    }

    /// <summary>Forgets a batch whose archive was not complete when the process died: nothing of it was done.</summary>
    public async Task ForgetAsync(long batch, CancellationToken cancellationToken)
    {
        var entries = await archive.ReadAsync(batch, cancellationToken);
        await archive.ForgetAsync(entries, cancellationToken);
    }

    private async Task<IReadOnlyList<ArchiveEntry>> RemoveAsync(IReadOnlyList<ArchiveEntry> entries, CancellationToken cancellationToken)
    {
        var left = new List<ArchiveEntry>();
        foreach (var table in entries.GroupBy(entry => entry.Table))
        {
            var all = true;
            foreach (var write in WriteCommands.Delete(table.Key.Name, table.Select(entry => entry.Document!))) all &= write.IsDone(await session.WriteBoundedAsync(write.Command, cancellationToken));
            if (all) continue;

            // What is still there was changed since it was read, so it was not removed.
            var there = await living.FindAsync(table.Key, [.. table.Select(entry => entry.Id)], cancellationToken);
            left.AddRange(table.Where(entry => there.ContainsKey(ComparedValue.Of(entry.Id))));
        }

        return left;
    }

    private async Task<IReadOnlyList<ArchiveEntry>> MergeAsync(IReadOnlyList<ArchiveEntry> entries, CancellationToken cancellationToken)
    {
        var pairs = new List<(ArchiveEntry Before, ArchiveEntry After)>();
        for (var n = 0; n + 1 < entries.Count; n++)
        {
            if (entries[n].Kind == ArchiveKind.Before) pairs.Add((entries[n], entries[n + 1]));
        }

        if (pairs.Count == 0) return [];
        var table = pairs[0].Before.Table;
        var all = true;
        foreach (var write in WriteCommands.Replace(table.Name, pairs.Select(pair => (pair.Before.Document!, pair.After.Document!)))) all &= write.IsDone(await session.WriteBoundedAsync(write.Command, cancellationToken));
        if (all) return [];
        var there = await living.FindAsync(table, [.. pairs.Select(pair => pair.Before.Id)], cancellationToken);
        return [.. pairs.Where(pair => !(there.TryGetValue(ComparedValue.Of(pair.Before.Id), out var now) && ComparedDocument.Same(now, pair.After.Document!))).SelectMany(pair => new[] { pair.Before, pair.After })];
    }

    private async Task<IReadOnlyList<ArchiveEntry>> MoveAsync(IReadOnlyList<ArchiveEntry> entries, CancellationToken cancellationToken)
    {
        var left = new List<ArchiveEntry>();
        foreach (var table in entries.GroupBy(entry => entry.Table))
        {
            var all = true;
            foreach (var write in WriteCommands.Move(table.Key.Name, table.Select(entry => (entry.Id, entry.Values)))) all &= write.IsDone(await session.WriteBoundedAsync(write.Command, cancellationToken));
            if (all) continue;
            var there = await living.FindAsync(table.Key, [.. table.Select(entry => entry.Id)], cancellationToken);
            left.AddRange(table.Where(entry => !(there.TryGetValue(ComparedValue.Of(entry.Id), out var now) && ComparedDocument.Has(now, entry.Values, after: true))));
        }

        return left;
    }
}
