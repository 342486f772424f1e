using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Duplicates;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Resolving.Planning;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>Reads the documents of some items as they are now, and tells what becomes of them. Writes nothing.</summary>
internal sealed class Solver(MongoSession session, ResolveContext context)
{
    private readonly Merger merger = new(context.Request);
    private readonly ReferenceSolver references = new(session, context);

    /// <summary>Solves items.</summary>
    /// <param name="items">The items.</param>
    /// <param name="group">The number of the first group.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusedException">It cannot be done safely; the message says why.</exception>
    public async Task<Solution> SolveAsync(IReadOnlyList<WorkItem> items, long group, CancellationToken cancellationToken)
    {
        var solution = new Solution();
        var plain = items.Where(item => item.Key is null).ToList();
        if (plain.Count > 0)
        {
            var documents = await ReadAsync([.. plain.SelectMany(item => item.Ids)], key: null, cancellationToken);
            Group(solution, documents, collated: false, group);
        }

        foreach (var item in items.Where(item => item.Key is not null))
        {
            Group(solution, await ReadAsync(item.Ids, item.Key, cancellationToken), collated: true, group + solution.Groups.Count);
        }

        solution.Continued = Continued(items, solution);
        await references.SolveAsync(solution, cancellationToken);
        Merge(solution, group);
        return solution;
    }

    // Pieces that are solved together come to be one group, which is a new one where one of its pieces is the first.
    private static int Continued(IReadOnlyList<WorkItem> items, Solution solution)
    {
        if (!items.Any(item => item.Continues)) return 0;
        var begun = items.Where(item => !item.Continues).SelectMany(item => item.Ids).Select(id => ComparedValue.Of(id)).ToHashSet(StringComparer.Ordinal);
        return solution.Groups.Count(group => !group.Skip(1).Any(document => begun.Contains(ComparedValue.Of(document["_id"]!.Value))));
    }

    private async Task<IReadOnlyList<BsonDocument>> ReadAsync(IReadOnlyList<BsonElement> ids, BsonDocument? key, CancellationToken cancellationToken)
    {
        var pipeline = new GroupPipeline(context.Query, context.Exclude) { IndexCollation = context.IndexCollation };
        List<BsonDocument> conditions = [new BsonBuilder().Add("_id", new BsonBuilder().AddArray("$in", BsonBuilder.ArrayOf(ids)).Build()).Build()];
        if (pipeline.Looked is { } looked) conditions.Add(looked);
        if (key is not null) conditions.Add(key);
        var find = new BsonBuilder().Add("find", context.Table.Name).Add("filter", conditions.Count == 1 ? conditions[0] : new BsonBuilder().AddArray("$and", conditions).Build())
            .Add("sort", PolicyOrder.Sort(context.Request.Keep)).Add("batchSize", ids.Count + 1);
        if (key is not null && pipeline.Collation is { } collation) find.Add("collation", collation);
        var documents = PolicyOrder.Ordered(context.Request.Keep, await session.ListAsync(find.Build(), cancellationToken));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            // On a sharded cluster nothing but the shard key keeps an _id from being given twice.
            if (!seen.Add(ComparedValue.Of(document["_id"]!.Value)))
                throw new RefusedException($"Two documents of {context.Table} have the _id {PrintedValue.Of(document["_id"]!.Value)}, on different shards, and cannot be told apart: give one of them another _id first.");
        }

        return documents;
    }

    /// <summary>In the order of the policy, a document stays that shares no key with one that stays already.</summary>
    private void Group(Solution solution, IReadOnlyList<BsonDocument> documents, bool collated, long firstGroup)
    {
        var holders = new Dictionary<string, int>(StringComparer.Ordinal);
        var groups = new List<List<BsonDocument>>();
        foreach (var document in documents)
        {
            var keys = collated ? ["one"] : IndexKeys.Texts(document, context.Key);
            var shared = keys.FirstOrDefault(holders.ContainsKey);
            if (shared is null)
            {
                foreach (var key in keys) holders[key] = groups.Count;
                groups.Add([document]);
            }
            else
            {
                groups[holders[shared]].Add(document);
            }
        }

        var number = firstGroup;
        foreach (var members in groups.Where(found => found.Count > 1))
        {
            solution.Groups.Add(members);
            solution.Looked.AddRange(members);
            foreach (var gone in members.Skip(1)) solution.Removed.Add((context.Table, new(gone, members[0]["_id"]!.Value, number, () => Printed(gone))));
            if (IndexKeys.IsNull(members[0], context.Key)) solution.NullKeys += members.Count;
            CountUnordered(solution, members);
            number++;
        }
    }

    private void CountUnordered(Solution solution, List<BsonDocument> members)
    {
        if (context.Request.Keep.Field is not { } field) return;
        var nulls = members.Count(document => DocumentPath.Find(document, field).All(value => value.IsNull));
        solution.Unordered = (solution.Unordered.Nulls + nulls, solution.Unordered.Documents + members.Count);
    }

    private IReadOnlyList<string> Printed(BsonDocument document) =>
        [.. IndexKeys.Of(document, context.Key).Select(key => string.Join(',', key.Select(part => part.Value is { IsNull: false } value ? PrintedValue.Of(value) : "null"))).Distinct(StringComparer.Ordinal)];

    /// <summary>What a document takes over may refer to one that goes: it is merged first, and its references move then.</summary>
    private void Merge(Solution solution, long firstGroup)
    {
        var gone = solution.Removed.Where(removed => removed.Table == context.Table).Select(removed => ComparedValue.Of(removed.Gone.Id)).ToHashSet(StringComparer.Ordinal);
        for (var n = 0; n < solution.Groups.Count; n++)
        {
            var before = solution.Groups[n][0];

            // A document that stays for its group can still go for a key that it would share once its own references have moved.
            if (gone.Contains(ComparedValue.Of(before["_id"]!.Value))) continue;
            var after = merger.Any ? references.TakeOver(merger.Merge(solution.Groups[n]), before) : before;
            if (ReferenceEquals(after, before) || after.Bytes.Span.SequenceEqual(before.Bytes.Span)) solution.Held.Add(before);
            else solution.Merged.Add(new(before, MergedSize.Checked(context.Table, before, after), firstGroup + n));
        }
    }
}
