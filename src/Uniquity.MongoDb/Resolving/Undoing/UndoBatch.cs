using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Resolving.Applying;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Resolving.Solving;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Resolving.Undoing;

/// <summary>Takes one batch back, or a group of it: every step tells by the documents whether it is made already, so that it can be stopped anywhere and made again.</summary>
/// <remarks>References first, then merged documents, then those that went: so each finds its keys free, as it had them.</remarks>
internal sealed class UndoBatch(MongoSession session, string run)
{
    private const string Changed = "it was changed or removed since";

    private readonly ArchiveReader archive = new(session, run);
    private readonly Living living = new(session);
    private readonly List<(ArchiveEntry Entry, string Reason)> left = [];
    private readonly List<ArchiveEntry> back = [];

    /// <summary>What stays in the archive, each with its collection, <c>_id</c> and reason.</summary>
    public IEnumerable<string> Left => left.Select(pair => $"{pair.Entry.Table} {PrintedValue.Of(pair.Entry.Id)}: {pair.Reason}");

    /// <summary>Takes it back.</summary>
    public async Task<(long Restored, long Repointed)> RunAsync(long batch, long? group, CancellationToken cancellationToken)
    {
        left.Clear();
        back.Clear();
        var entries = (await archive.ReadAsync(batch, cancellationToken)).Where(entry => group is null || entry.Group == group).ToList();
        var removed = entries.Where(entry => entry.Kind == ArchiveKind.Removed).ToList();
        await FindTakenAsync(removed, cancellationToken);
        var away = left.Select(pair => (pair.Entry.Table, ComparedValue.Of(pair.Entry.Id))).ToHashSet();
        var repointed = await MoveBackAsync([.. entries.Where(entry => entry.Kind == ArchiveKind.Moved)], removed, away, cancellationToken);
        var restored = await MergeBackAsync(entries, [.. left.Where(pair => pair.Entry.Kind == ArchiveKind.Removed).Select(pair => pair.Entry.Group)], cancellationToken);
        restored += await BringBackAsync([.. removed.Where(entry => !back.Contains(entry) && !away.Contains((entry.Table, ComparedValue.Of(entry.Id))))], cancellationToken);
        await archive.ForgetAsync(back, cancellationToken);
        return (restored, repointed);
    }

    /// <summary>Documents whose <c>_id</c> is taken: by themselves, where an undo was stopped, or by another.</summary>
    private async Task FindTakenAsync(List<ArchiveEntry> removed, CancellationToken cancellationToken)
    {
        foreach (var table in removed.GroupBy(entry => entry.Table))
        {
            var there = await living.FindAsync(table.Key, [.. table.Select(entry => entry.Id)], cancellationToken);
            foreach (var entry in table)
            {
                if (entry.Document is null) left.Add((entry, "its parts in the archive are not complete"));
                else if (!there.TryGetValue(ComparedValue.Of(entry.Id), out var now)) continue;
                else if (ComparedDocument.Same(now, entry.Document)) back.Add(entry);
                else left.Add((entry, "another row has its key now (_id)"));
            }
        }
    }

    private async Task<long> MoveBackAsync(List<ArchiveEntry> moved, List<ArchiveEntry> removed, HashSet<(TableName Table, string Id)> away, CancellationToken cancellationToken)
    {
        long repointed = 0;
        foreach (var table in moved.GroupBy(entry => entry.Table))
        {
            var coming = new List<ArchiveEntry>();
            foreach (var entry in table)
            {
                var parent = removed.FirstOrDefault(gone => away.Contains((gone.Table, ComparedValue.Of(gone.Id))) && entry.Values.Any(value => Refers(value, gone)));
                if (parent is null) coming.Add(entry);
                else left.Add((entry, $"the row of {parent.Table} that it refers to is not there ({parent.Table}.{PrintedValue.Of(parent.Id)})"));
            }

            repointed += await MoveAsync(table.Key, coming, cancellationToken);
        }

        return repointed;
    }

    private static bool Refers(MovedValue value, ArchiveEntry gone)
    {
        var id = ComparedValue.Of(gone.Id);
        return ComparedValue.Of(value.Before) == id || (value.Before.Type == BsonType.Array && value.Before.AsDocument().Elements().Any(element => ComparedValue.Of(element) == id));
    }

    private async Task<long> MoveAsync(TableName table, List<ArchiveEntry> coming, CancellationToken cancellationToken)
    {
        var reversed = coming.Select(entry => (entry.Id, (IReadOnlyList<MovedValue>)[.. entry.Values.Select(value => new MovedValue(value.Path, value.After, value.Before))])).ToList();
        var all = true;
        foreach (var write in WriteCommands.Move(table.Name, reversed)) all &= write.IsDone(await session.WriteBoundedAsync(write.Command, cancellationToken));
        if (all)
        {
            back.AddRange(coming);
            return coming.Count;
        }

        var there = await living.FindAsync(table, [.. coming.Select(entry => entry.Id)], cancellationToken);
        var done = 0L;
        foreach (var entry in coming)
        {
            if (there.TryGetValue(ComparedValue.Of(entry.Id), out var now) && ComparedDocument.Has(now, entry.Values, after: false))
            {
                back.Add(entry);
                done++;
            }
            else
            {
                left.Add((entry, Changed));
            }
        }

        return done;
    }

    private async Task<long> MergeBackAsync(List<ArchiveEntry> entries, HashSet<long> partial, CancellationToken cancellationToken)
    {
        var pairs = new List<(ArchiveEntry Before, ArchiveEntry After)>();
        for (var n = 0; n + 1 < entries.Count; n++)
        {
            if (entries[n].Kind != ArchiveKind.Before) continue;

            pairs.Add((entries[n], entries[n + 1]));
        }

        if (partial.Count > 0) pairs = await WithoutPartialAsync(pairs, partial, cancellationToken);
        if (pairs.Count == 0) return 0;
        var table = pairs[0].Before.Table;
        var all = true;
        foreach (var write in WriteCommands.Replace(table.Name, pairs.Select(pair => (pair.After.Document!, pair.Before.Document!)))) all &= write.IsDone(await session.WriteBoundedAsync(write.Command, cancellationToken));
        var there = all ? null : await ReorderedAsync(table, pairs, cancellationToken);
        var done = 0L;
        foreach (var (before, after) in pairs)
        {
            if (there is null || (there.TryGetValue(ComparedValue.Of(before.Id), out var now) && ComparedDocument.Same(now, before.Document!)))
            {
                back.AddRange([before, after]);
                done++;
            }
            else
            {
                left.Add((before, Changed));
            }
        }

        return done;
    }

    /// <summary>Documents that have their fields in another order than the run left them in are as the run left them.</summary>
    private async Task<IReadOnlyDictionary<string, BsonDocument>> ReorderedAsync(TableName table, List<(ArchiveEntry Before, ArchiveEntry After)> pairs, CancellationToken cancellationToken)
    {
        IReadOnlyList<BsonElement> ids = [.. pairs.Select(pair => pair.Before.Id)];
        var there = await living.FindAsync(table, ids, cancellationToken);
        var reordered = pairs.Where(pair => there.TryGetValue(ComparedValue.Of(pair.Before.Id), out var now) && ComparedDocument.SameFields(now, pair.After.Document!))
            .Select(pair => (there[ComparedValue.Of(pair.Before.Id)], pair.Before.Document!)).ToList();
        if (reordered.Count == 0) return there;
        foreach (var write in WriteCommands.Replace(table.Name, reordered)) await session.WriteBoundedAsync(write.Command, cancellationToken);
        return await living.FindAsync(table, ids, cancellationToken);
    }

    /// <summary>What a document took from one that stays away would be lost: it stays as it is.</summary>
    private async Task<List<(ArchiveEntry Before, ArchiveEntry After)>> WithoutPartialAsync(List<(ArchiveEntry Before, ArchiveEntry After)> pairs, HashSet<long> partial, CancellationToken cancellationToken)
    {
        var staying = pairs.Where(pair => partial.Contains(pair.Before.Group)).ToList();
        if (staying.Count == 0) return pairs;
        var there = await living.FindAsync(staying[0].Before.Table, [.. staying.Select(pair => pair.Before.Id)], cancellationToken);
        foreach (var (before, after) in staying)
        {
            var same = there.TryGetValue(ComparedValue.Of(before.Id), out var now) && ComparedDocument.SameFields(now, after.Document!);
            left.Add((before, same ? "not every row of its group comes back" : Changed));
        }

        return [.. pairs.Where(pair => !partial.Contains(pair.Before.Group))];
    }

    private async Task<long> BringBackAsync(List<ArchiveEntry> removed, CancellationToken cancellationToken)
    {
        var done = 0L;
        foreach (var table in removed.GroupBy(entry => entry.Table))
        {
            var coming = table.ToList();
            var at = 0;
            foreach (var write in WriteCommands.Insert(table.Key.Name, coming.Select(entry => entry.Document!), ordered: false))
            {
                var errors = WriteErrors.Of(await session.WriteBoundedAsync(write.Command, cancellationToken)).ToDictionary(error => error.Index);
                var there = errors.Count == 0 ? null : await living.FindAsync(table.Key, [.. errors.Keys.Select(n => coming[at + n].Id)], cancellationToken);
                for (var n = 0; n < write.Expected; n++, at++)
                {
                    // A driver that sends a command again is told that the document, which the first has brought back, is there.
                    if (errors.TryGetValue(n, out var error) && !(there!.TryGetValue(ComparedValue.Of(coming[at].Id), out var now) && ComparedDocument.Same(now, coming[at].Document!)))
                    {
                        left.Add((coming[at], Refusals.Words(error)));
                        continue;
                    }

                    back.Add(coming[at]);
                    done++;
                }
            }
        }

        return done;
    }
}
