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
/// <remarks>
/// References inside the collection first, then merged documents, then those that went: so each finds its keys free, as it had them.
/// What refers to them from elsewhere follows, where what it refers to came back.
/// </remarks>
internal sealed class UndoBatch(MongoSession session, string run, TableName root, IReadOnlyList<string> references)
{
    private const string Changed = "it was changed or removed since";
    private const string Partial = "not every document of its group comes back";

    private readonly ArchiveReader archive = new(session, run);
    private readonly Living living = new(session);
    private readonly List<(ArchiveEntry Entry, string Reason)> left = [];
    private readonly Dictionary<long, ArchiveEntry> back = [];
    private readonly Dictionary<(TableName Table, string Id), ArchiveEntry> away = [];

    /// <summary>What stays in the archive, each with its collection, <c>_id</c> and reason.</summary>
    public IEnumerable<string> Left => left.Select(pair => $"{pair.Entry.Table} {PrintedValue.Of(pair.Entry.Id)}: {pair.Reason}");

    /// <summary>Takes it back.</summary>
    public async Task<(long Restored, long Repointed)> RunAsync(long batch, long? group, CancellationToken cancellationToken)
    {
        left.Clear();
        back.Clear();
        away.Clear();
        var entries = (await archive.ReadAsync(batch, cancellationToken)).Where(entry => group is null || entry.Group == group).ToList();
        var removed = entries.Where(entry => entry.Kind == ArchiveKind.Removed).ToList();
        var moved = entries.ToLookup(entry => entry.Kind == ArchiveKind.Moved ? entry.Table == root : (bool?)null);
        await FindTakenAsync(removed, cancellationToken);
        var repointed = await MoveBackAsync(moved[true], cancellationToken);
        var restored = await MergeBackAsync(entries, [.. left.Where(pair => pair.Entry.Kind == ArchiveKind.Removed).Select(pair => pair.Entry.Group)], cancellationToken);
        restored += await BringBackAsync([.. removed.Where(entry => entry.Table == root)], cancellationToken);
        var refused = left.Where(pair => pair.Entry.Kind == ArchiveKind.Removed && pair.Entry.Table == root).Select(pair => pair.Entry.Group).ToHashSet();
        restored -= await MergeAgainAsync(entries, refused, cancellationToken);
        repointed -= await MoveAgainAsync(cancellationToken);
        repointed += await MoveBackAsync(moved[false], cancellationToken);
        restored += await BringBackAsync([.. removed.Where(entry => entry.Table != root)], cancellationToken);
        await archive.ForgetAsync([.. back.Values], cancellationToken);
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
                if (entry.Document is null) Leave(entry, "its parts in the archive are not complete");
                else if (!there.TryGetValue(ComparedValue.Of(entry.Id), out var now)) continue;
                else if (ComparedDocument.Same(now, entry.Document)) back[entry.Number] = entry;
                else Leave(entry, "another document has its key now (_id)");
            }
        }
    }

    private void Leave(ArchiveEntry entry, string reason)
    {
        left.Add((entry, reason));
        if (entry.Kind == ArchiveKind.Removed) away[(entry.Table, ComparedValue.Of(entry.Id))] = entry;
    }

    private async Task<long> MoveBackAsync(IEnumerable<ArchiveEntry> moved, CancellationToken cancellationToken)
    {
        long repointed = 0;
        foreach (var table in moved.GroupBy(entry => entry.Table))
        {
            var coming = new List<ArchiveEntry>();
            foreach (var entry in table)
            {
                if (Missing(entry) is { } parent) left.Add((entry, NotThere(parent)));
                else coming.Add(entry);
            }

            repointed += await MoveAsync(table.Key, coming, cancellationToken);
        }

        return repointed;
    }

    /// <summary>The document, of those that stay away, to which a reference would lead.</summary>
    private ArchiveEntry? Missing(ArchiveEntry entry)
    {
        if (away.Count == 0) return null;
        var values = entry.Kind == ArchiveKind.Moved ? entry.Values.Select(value => value.Before)
            : references.Where(reference => reference.StartsWith(entry.Table.Name + ".", StringComparison.Ordinal)).SelectMany(reference => DocumentPath.Find(entry.Document!, reference[(entry.Table.Name.Length + 1)..]));
        return values.SelectMany(value => value.Type == BsonType.Array ? value.AsDocument().Elements().Append(value) : [value])
            .Select(value => away.GetValueOrDefault((root, ComparedValue.Of(value)))).FirstOrDefault(gone => gone is not null);
    }

    private static string NotThere(ArchiveEntry parent) => $"the document of {parent.Table} that it refers to is not there ({parent.Table}.{PrintedValue.Of(parent.Id)})";

    /// <summary>References inside the collection went back before it was known what stays away: those go forward again.</summary>
    private async Task<long> MoveAgainAsync(CancellationToken cancellationToken)
    {
        var again = back.Values.Where(entry => entry.Kind == ArchiveKind.Moved && Missing(entry) is not null).ToList();
        foreach (var write in WriteCommands.Move(root.Name, again.Select(entry => (entry.Id, entry.Values)))) await session.WriteBoundedAsync(write.Command, cancellationToken);
        foreach (var entry in again)
        {
            back.Remove(entry.Number);
            left.Add((entry, NotThere(Missing(entry)!)));
        }

        return again.Count;
    }

    /// <summary>The same for merged documents: what they took from one that stays away would be lost.</summary>
    private async Task<long> MergeAgainAsync(List<ArchiveEntry> entries, HashSet<long> refused, CancellationToken cancellationToken)
    {
        var pairs = new List<(ArchiveEntry Before, ArchiveEntry After)>();
        foreach (var before in back.Values.Where(entry => entry.Kind == ArchiveKind.Before && refused.Contains(entry.Group)).ToList()) pairs.Add((before, entries[entries.IndexOf(before) + 1]));
        foreach (var write in WriteCommands.Replace(root.Name, pairs.Select(pair => (pair.Before.Document!, pair.After.Document!)))) await session.WriteBoundedAsync(write.Command, cancellationToken);
        var there = await living.FindAsync(root, [.. pairs.Select(pair => pair.Before.Id)], cancellationToken);
        var again = 0L;
        foreach (var (before, after) in pairs)
        {
            if (!there.TryGetValue(ComparedValue.Of(before.Id), out var now) || !ComparedDocument.SameFields(now, after.Document!)) continue;
            back.Remove(before.Number);
            back.Remove(after.Number);
            left.Add((before, Partial));
            again++;
        }

        return again;
    }

    private async Task<long> MoveAsync(TableName table, List<ArchiveEntry> coming, CancellationToken cancellationToken)
    {
        var reversed = coming.Select(entry => (entry.Id, (IReadOnlyList<MovedValue>)[.. entry.Values.Select(value => new MovedValue(value.Path, value.After, value.Before))])).ToList();
        var all = true;
        foreach (var write in WriteCommands.Move(table.Name, reversed)) all &= write.IsDone(await session.WriteBoundedAsync(write.Command, cancellationToken));
        if (all)
        {
            foreach (var entry in coming) back[entry.Number] = entry;
            return coming.Count;
        }

        var there = await living.FindAsync(table, [.. coming.Select(entry => entry.Id)], cancellationToken);
        var done = 0L;
        foreach (var entry in coming)
        {
            if (there.TryGetValue(ComparedValue.Of(entry.Id), out var now) && ComparedDocument.Has(now, entry.Values, after: false))
            {
                back[entry.Number] = entry;
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
                (back[before.Number], back[after.Number]) = (before, after);
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
            left.Add((before, same ? Partial : Changed));
        }

        return [.. pairs.Where(pair => !partial.Contains(pair.Before.Group))];
    }

    private async Task<long> BringBackAsync(List<ArchiveEntry> removed, CancellationToken cancellationToken)
    {
        var done = 0L;
        foreach (var table in removed.Where(entry => !back.ContainsKey(entry.Number) && !away.ContainsKey((entry.Table, ComparedValue.Of(entry.Id)))).GroupBy(entry => entry.Table))
        {
            var coming = new List<ArchiveEntry>();
            foreach (var entry in table)
            {
                if (entry.Table != root && Missing(entry) is { } parent) Leave(entry, NotThere(parent));
                else coming.Add(entry);
            }

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
                        Leave(coming[at], Refusals.Words(error));
                        continue;
                    }

                    back[coming[at].Number] = coming[at];
                    done++;
                }
            }
        }

        return done;
    }
}
