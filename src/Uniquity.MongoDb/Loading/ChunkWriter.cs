using Uniquity.Loading;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Applying;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Loading;

/// <summary>Writes the records of a chunk: inserts, unordered, and what the indexes refused is then dealt with as the policy says.</summary>
internal sealed class ChunkWriter(MongoSession session, LoadRequest request, LoadProgressStore progress, RecordDocuments documents, IReadOnlyList<LoadIndex> indexes, Func<LoadItem, LoadIndex?> arbiter)
{
    private readonly RefusedDocuments refused = new(session, indexes);
    private readonly BatchWrites inserts = new(session, batch => WriteCommands.Insert(request.Table.Name, batch, request.OnConflict.Kind == ConflictKind.Stop).Single().Command, request.OnConflict.Kind == ConflictKind.Stop);
    private readonly BatchWrites updates = new(session, batch => WriteCommands.Update(request.Table.Name, batch).Single().Command);

    private bool Stops => request.OnConflict.Kind == ConflictKind.Stop;

    /// <summary>Writes them.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="from">How far the load is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Every record with what became of it; of a load that stops, those up to the one that it stops at.</returns>
    public async Task<IReadOnlyList<LoadItem>> WriteAsync(LoadChunk chunk, LoadPoint from, CancellationToken cancellation)
    {
        List<LoadItem> items = [.. chunk.Records.Select((record, at) => documents.Of(record, from.Read + at, chunk.Fields))];
        if (Stops && items.FindIndex(item => item.Outcome is not null) is >= 0 and var broken) items.RemoveRange(broken + 1, items.Count - broken - 1);
        var doubtfulUntil = progress.DoubtfulUntil;
        var present = await PresentAsync(items, doubtfulUntil, cancellation);
        await progress.DoubtAsync(from, from.Read + items.Count, present, cancellation);
        var own = new OwnDocuments(doubtfulUntil, present);
        await own.FindAsync(items, async ids => await FindAsync(ids, cancellation));
        await InsertAsync(items, own, item => !Stops && present.Contains(item.Number) && arbiter(item) is { Index.Primary: true } id ? id : null, cancellation);
        return Stops && items.FindIndex(item => item.Outcome == LoadOutcome.Rejected) is >= 0 and var end ? items.GetRange(0, end + 1) : items;
    }

    // What holds a key that was there a moment ago need not be asked by an insert: where it is gone by now, it went after it was written over.
    private async Task InsertAsync(List<LoadItem> items, OwnDocuments own, Func<LoadItem, LoadIndex?> held, CancellationToken cancellation)
    {
        var sent = items.FindAll(item => item.Outcome is null && held(item) is null);
        var taken = items.Where(item => item.Outcome is null && held(item) is not null).Select(item => (item, held(item)!)).ToList();
        var start = 0;
        foreach (var write in WriteCommands.Insert(request.Table.Name, sent.Select(item => item.Document!)))
        {
            var some = sent.GetRange(start, (int)write.Expected!.Value);
            start += some.Count;
            var reply = await inserts.SendAsync(some.ConvertAll(item => item.Document!), cancellation);
            var refusals = new List<(LoadItem Item, WriteError Error)>();
            foreach (var error in reply.Errors)
            {
                if (own.Claims(some[error.Index], RefusedDocuments.IsDuplicate(error) && refused.Named(error)?.Index.Primary == true)) some[error.Index].Outcome = LoadOutcome.Inserted;
                else refusals.Add((some[error.Index], error));
            }

            taken.AddRange(await TakenAsync(refusals, cancellation));

            var isTaken = taken.Select(one => one.Item1).ToHashSet(ReferenceEqualityComparer.Instance);
            foreach (var item in some)
            {
                // An ordered insert ends at the first refusal.
                if (Stops && item.Outcome == LoadOutcome.Rejected) return;
                if (item.Outcome is null && !isTaken.Contains(item)) item.Outcome = LoadOutcome.Inserted;
            }
        }

        await new TakenKeys(session, updates, request, refused).WriteAsync([.. taken.OrderBy(one => one.Item1.Number)], own.IsDoubtful, cancellation);
    }

    /// <summary>Those of which the index of the key refused the document, alone or beside the one that the server names; the others are refused.</summary>
    private async Task<IReadOnlyList<(LoadItem Item, LoadIndex Index)>> TakenAsync(List<(LoadItem Item, WriteError Error)> refusals, CancellationToken cancellation)
    {
        var (held, holders) = (new KeyHolders(session), new KeyHolders(session));
        LoadIndex? KeyOf((LoadItem Item, WriteError Error) refusal) => !Stops && RefusedDocuments.IsDuplicate(refusal.Error) ? arbiter(refusal.Item) : null;
        foreach (var unnamed in refusals.Where(refusal => KeyOf(refusal) is { } key && refused.Named(refusal.Error) != key).GroupBy(refusal => KeyOf(refusal)!, refusal => refusal.Item))
            await held.AskAsync(unnamed.Key, unnamed, whole: false, cancellation);
        var taken = new List<(LoadItem, LoadIndex)>();
        var others = new List<(LoadItem, WriteError)>();
        foreach (var refusal in refusals)
        {
            if (KeyOf(refusal) is { } key && (refused.Named(refusal.Error) == key || await held.FindAsync(key, refusal.Item, cancellation) is not null)) taken.Add((refusal.Item, key));
            else others.Add(refusal);
        }

        await refused.RefuseAsync(others, holders, cancellation);
        return taken;
    }

    // Records that bring their own _id: which of these were there before the chunk.
    private async Task<HashSet<long>> PresentAsync(List<LoadItem> items, long doubtfulUntil, CancellationToken cancellation)
    {
        var present = progress.Present.ToHashSet();
        var asked = progress.Keeps ? items.FindAll(item => item is { Outcome: null, HasOwnId: true } && item.Number >= doubtfulUntil) : [];
        var there = await FindAsync([.. asked.Select(item => item.Id)], cancellation);
        present.UnionWith(asked.Where(item => there.Contains(ComparedValue.Of(item.Id))).Select(item => item.Number));
        return present;
    }

    private async Task<HashSet<string>> FindAsync(IReadOnlyList<BsonElement> ids, CancellationToken cancellation)
    {
        // A pattern would find what it matches, and an operator is one; neither these nor an array is an _id.
        var plain = ids.Where(id => id.Type is not (BsonType.Regex or BsonType.Array or BsonType.Undefined) && !LoadIndex.IsOperator(id)).ToList();
        if (plain.Count == 0) return [];
        var among = new BsonBuilder().Add("_id", new BsonBuilder().AddArray("$in", BsonBuilder.ArrayOf(plain)).Build()).Build();
        var find = new BsonBuilder().Add("find", request.Table.Name).Add("filter", among).Add("projection", BsonDocument.Parse("""{"_id":1}""")).Build();
        return (await session.ListAsync(find, cancellation)).Select(found => ComparedValue.Of(found["_id"]!.Value)).ToHashSet(StringComparer.Ordinal);
    }
}
