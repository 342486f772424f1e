using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Planning;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>Finds what refers to documents that go, and moves it to those that stay; where that makes two documents share a key, one of them goes too.</summary>
internal sealed class ReferenceSolver(MongoSession session, ResolveContext context)
{
    private const int Rounds = 1000;

    private readonly Dictionary<string, Gone> gone = new(StringComparer.Ordinal);
    private readonly KeyCollisions collisions = new(session, context.Request.Keep);

    /// <summary>Adds to a solution what becomes of the references.</summary>
    public async Task SolveAsync(Solution solution, CancellationToken cancellationToken)
    {
        gone.Clear();
        foreach (var (_, removed) in solution.Removed) gone[ComparedValue.Of(removed.Id)] = removed;
        if (gone.Count == 0) return;
        var own = solution.Removed.ToList();
        for (var round = 0; ; round++)
        {
            if (round == Rounds) throw new InvalidOperationException($"Bug in Uniquity: the references to {context.Table} did not settle.");
            solution.Moved.Clear();
            solution.Referring.Clear();
            solution.Removed.Clear();
            solution.Removed.AddRange(own);
            var before = own.Count;
            foreach (var table in context.References.GroupBy(reference => reference.Table)) await FollowAsync(solution, table.Key, [.. table], own, cancellationToken);
            if (own.Count == before) return;
        }
    }

    /// <summary>A document that took over a reference to one that goes refers to the one that stays.</summary>
    public BsonDocument TakeOver(BsonDocument merged, BsonDocument before)
    {
        foreach (var reference in context.References.Where(reference => reference.Table == context.Table && DocumentPath.Find(before, reference.Path).All(value => value.IsNull)))
        {
            merged = new Repointing(Kept).Move(merged, reference.Path);
        }

        return merged;
    }

    private async Task FollowAsync(Solution solution, TableName table, IReadOnlyList<ReferencePath> paths, List<(TableName Table, Gone Gone)> own, CancellationToken cancellationToken)
    {
        var toItself = table == context.Table;
        var referring = new Dictionary<string, BsonDocument>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var found = 0L;
            foreach (var document in await FindAsync(path, [.. gone.Values.Select(removed => removed.Id)], cancellationToken))
            {
                var id = ComparedValue.Of(document["_id"]!.Value);
                if (toItself && gone.ContainsKey(id)) continue;
                found++;
                referring[id] = document;
            }

            solution.Referring[path.ToString()] = (found, 0);
        }

        solution.Looked.AddRange(referring.Values);
        if (referring.Count == 0 || context.Request.Children == ChildrenPolicy.Refuse) return;
        if (context.Request.Children == ChildrenPolicy.Delete)
        {
            foreach (var document in referring.Values) Remove(solution, table, new(document, KeptOf(document, paths), GroupOf(document, paths), () => []), toItself, own);
            return;
        }

        var repointing = new Repointing(Kept);
        var after = new Dictionary<string, (BsonDocument Document, IReadOnlyList<MovedValue> Values)>(StringComparer.Ordinal);
        foreach (var (id, document) in referring)
        {
            var result = paths.Aggregate(document, (moved, path) => repointing.Move(moved, path.Path));
            after[id] = (result, repointing.Take());
        }

        foreach (var index in paths.SelectMany(path => path.Unique).DistinctBy(index => index.Name))
        {
            var path = paths.First(path => path.Unique.Contains(index));
            var rivals = await RivalsAsync(path, cancellationToken);
            foreach (var (loser, winner) in await collisions.FindAsync(index, referring, after.ToDictionary(pair => pair.Key, pair => pair.Value.Document), [.. rivals.Where(rival => !(toItself && gone.ContainsKey(ComparedValue.Of(rival["_id"]!.Value))))], cancellationToken))
            {
                var (rows, collided) = solution.Referring[path.ToString()];
                solution.Referring[path.ToString()] = (rows, collided + 1);
                after.Remove(ComparedValue.Of(loser["_id"]!.Value));
                Remove(solution, table, new(loser, winner, GroupOf(loser, paths), () => []), toItself, own);
            }
        }

        solution.Moved.AddRange(after.Where(pair => pair.Value.Values.Count > 0).Select(pair =>
            new Moved(table, pair.Value.Document["_id"]!.Value, pair.Value.Values, GroupOf(referring[pair.Key], paths))));
    }

    private void Remove(Solution solution, TableName table, Gone removed, bool toItself, List<(TableName Table, Gone Gone)> own)
    {
        if (!toItself)
        {
            solution.Removed.Add((table, removed));
            return;
        }

        // It is of the collection itself: what refers to it has to follow, so the search begins anew.
        if (gone.TryAdd(ComparedValue.Of(removed.Id), removed)) own.Add((table, removed));
    }

    /// <summary>The last in a chain of documents that give way to each other.</summary>
    private BsonElement? Kept(BsonElement id)
    {
        BsonElement? kept = null;
        for (var steps = 0; steps < Rounds && gone.TryGetValue(ComparedValue.Of(kept ?? id), out var next); steps++) kept = next.Kept;
        return kept;
    }

    private BsonElement KeptOf(BsonDocument document, IReadOnlyList<ReferencePath> paths) => FirstGone(document, paths)?.Kept ?? document["_id"]!.Value;

    private long GroupOf(BsonDocument document, IReadOnlyList<ReferencePath> paths) => FirstGone(document, paths)?.Group ?? 0;

    private Gone? FirstGone(BsonDocument document, IReadOnlyList<ReferencePath> paths)
    {
        var ids = paths.SelectMany(path => DocumentPath.Find(document, path.Path))
            .SelectMany(value => value.Type == BsonType.Array ? value.AsDocument().Elements().Append(value) : [value]).Select(ComparedValue.Of).ToList();
        return ids.Select(id => gone.GetValueOrDefault(id)).FirstOrDefault(found => found is not null)
            ?? ids.Select(id => gone.Values.FirstOrDefault(removed => ComparedValue.Of(removed.Kept) == id)).FirstOrDefault(found => found is not null);
    }

    // Documents that refer to what stays, and so may have the key that a moved one would get.
    private Task<IReadOnlyList<BsonDocument>> RivalsAsync(ReferencePath path, CancellationToken cancellationToken) =>
        FindAsync(path, [.. gone.Values.Select(removed => removed.Kept).DistinctBy(ComparedValue.Of)], cancellationToken);

    private async Task<IReadOnlyList<BsonDocument>> FindAsync(ReferencePath path, IReadOnlyList<BsonElement> ids, CancellationToken cancellationToken)
    {
        var found = new List<BsonDocument>();
        foreach (var some in ids.Chunk(context.Chunk))
        {
            var filter = new BsonBuilder().Add(path.Path, new BsonBuilder().AddArray("$in", BsonBuilder.ArrayOf(some)).Build()).Build();
            found.AddRange(await session.ListAsync(new BsonBuilder().Add("find", path.Table.Name).Add("filter", filter).Add("sort", BsonDocument.Parse("""{"_id":1}""")).Build(), cancellationToken));
        }

        return found;
    }
}
