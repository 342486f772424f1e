using System.Runtime.CompilerServices;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Duplicates;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>Lists the documents that share keys, by one pass of the server over the collection.</summary>
/// <remarks>Large groups are cut: each piece begins with the document that stays, so pieces are resolved one after the other.</remarks>
internal sealed class GroupList(MongoSession session, ResolveContext context)
{
    // The ids of a group are one document on the server, which ends at 16 MB.
    private const long Giant = 50_000;

    /// <summary>The items, as they come.</summary>
    public async IAsyncEnumerable<WorkItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (arrays, any, giants) = await LookAsync(cancellationToken);
        if (!any) yield break;
        if (arrays)
        {
            foreach (var item in await ComponentsAsync(cancellationToken)) yield return item;
            yield break;
        }

        foreach (var key in giants)
        {
            await foreach (var item in CutAsync(Condition(key), cancellationToken)) yield return item;
        }

        var exclude = giants.Count == 0 ? context.Exclude : new BsonBuilder().AddArray("$nor", giants.Select(Condition)).Build();
        if (giants.Count > 0 && context.Exclude is { } sparse) exclude = new BsonBuilder().AddArray("$and", [sparse, exclude!]).Build();
        var pipeline = Pipeline(exclude);
        if (pipeline.Collation is not null)
        {
            await foreach (var item in CollatedAsync(pipeline, cancellationToken)) yield return item;
            yield break;
        }

        await foreach (var group in session.QueryAsync(Aggregation.Of(context.Table, pipeline.List()), cancellationToken))
        {
            var ids = group["ids"]!.Value.AsDocument().Elements();
            if (ids.Count <= context.Chunk) yield return new(ids, Key: null);
            else await foreach (var item in CutAsync(Condition(group["_id"]!.Value.AsDocument()), cancellationToken)) yield return item;
        }
    }

    private GroupPipeline Pipeline(BsonDocument? exclude) => new(context.Query, exclude) { IndexCollation = context.IndexCollation };

    private async Task<(bool Arrays, bool Any, IReadOnlyList<BsonDocument> Giants)> LookAsync(CancellationToken cancellationToken)
    {
        var pipeline = Pipeline(context.Exclude);
        List<BsonDocument> answers;
        try
        {
            answers = await session.ListAsync(Aggregation.Of(context.Table, pipeline.Look(), pipeline.Collation), cancellationToken);
        }
        catch (TargetException fault) when (context.Request.Where is { } where && fault.InnerException is MongoException { Failure: MongoFailure.Refused, Code: 2 or 9 or 14 } said)
        {
            throw new UsageException($"the filter '{where}' cannot be used on {context.Table}: {said.Message}", fault);
        }

        var arrays = answers is [var look] && look["arrays"] is { IsTrue: true };
        if (arrays && pipeline.Collation is not null)
            throw new RefusedException($"{string.Join(", ", context.Key)} holds arrays, and their elements cannot be compared under a collation or with --fold: write the folded values into a field of their own first.");
        if (arrays || pipeline.Collation is not null || answers is not [var counted] || counted["rows"]!.Value.AsInt64() <= Giant) return (arrays, true, []);
        if (await session.ListAsync(Aggregation.Of(context.Table, pipeline.Size()), cancellationToken) is not [var size]) return (false, false, []);
        if (size["most"]!.Value.AsInt64() <= Giant) return (false, true, []);
        var giants = await session.ListAsync(Aggregation.Of(context.Table, pipeline.LargerThan(Giant)), cancellationToken);
        return (false, true, [.. giants.Select(group => group["_id"]!.Value.AsDocument())]);
    }

    /// <summary>The filter of a group's key.</summary>
    private BsonDocument Condition(BsonDocument key) =>
        Filters.All([.. context.Key.Select((path, n) => Filters.Equal(path, key[GroupPipeline.Name(n)]!.Value))]);

    /// <summary>A large group: what stays with a piece of what goes, again and again.</summary>
    private async IAsyncEnumerable<WorkItem> CutAsync(BsonDocument key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BsonElement? stays = null;
        var piece = new List<BsonElement>();
        var continues = false;
        await foreach (var id in IdsAsync(key, collation: null, cancellationToken))
        {
            stays ??= id;
            if (piece.Count == 0) piece.Add(stays.Value);
            if (piece.Count > 1 || ComparedValue.Of(id) != ComparedValue.Of(stays.Value)) piece.Add(id);
            if (piece.Count < context.Chunk) continue;
            yield return new(piece, Key: null) { Continues = continues };
            (piece, continues) = ([], true);
        }

        if (piece.Count > 1) yield return new(piece, Key: null) { Continues = continues };
    }

    /// <summary>Groups under a collation, which only the server compares. Not every server lists their documents in one pass.</summary>
    private async IAsyncEnumerable<WorkItem> CollatedAsync(GroupPipeline pipeline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var groups = session.QueryAsync(Aggregation.Of(context.Table, pipeline.List(), pipeline.Collation), cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (listed, more) = (true, false);
        try
        {
            more = await groups.MoveNextAsync();
        }
        catch (TargetException fault) when (fault.InnerException is MongoException { Code: MongoException.NotSupported })
        {
            listed = false;
        }

        for (; more; more = await groups.MoveNextAsync())
        {
            foreach (var item in Pieces(groups.Current["ids"]!.Value.AsDocument().Elements(), Condition(groups.Current["_id"]!.Value.AsDocument()))) yield return item;
        }

        if (listed) yield break;
        await foreach (var group in session.QueryAsync(Aggregation.Of(context.Table, pipeline.Keys(), pipeline.Collation), cancellationToken))
        {
            var key = Condition(group["_id"]!.Value.AsDocument());
            var ids = new List<BsonElement>();
            await foreach (var id in IdsAsync(key, pipeline.Collation, cancellationToken)) ids.Add(id);
            foreach (var item in Pieces(ids, key)) yield return item;
        }
    }

    private IEnumerable<WorkItem> Pieces(IReadOnlyList<BsonElement> ids, BsonDocument key)
    {
        if (ids.Count < 2) yield break;
        foreach (var (n, piece) in ids.Skip(1).Chunk(context.Chunk - 1).Index()) yield return new([ids[0], .. piece], key) { Continues = n > 0 };
    }

    /// <summary>The ids of the documents of a key, in the order of the policy.</summary>
    private async IAsyncEnumerable<BsonElement> IdsAsync(BsonDocument key, BsonDocument? collation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var looked = Pipeline(context.Exclude).Looked;
        var find = new BsonBuilder().Add("find", context.Table.Name).Add("filter", looked is null ? key : new BsonBuilder().AddArray("$and", [looked, key]).Build())
            .Add("projection", BsonDocument.Parse("""{"_id":1}""")).Add("sort", PolicyOrder.Sort(context.Request.Keep)).Add("allowDiskUse", true);
        if (collation is not null) find.Add("collation", collation);
        await foreach (var document in session.QueryAsync(find.Build(), cancellationToken)) yield return document["_id"]!.Value;
    }

    /// <summary>Where keys are arrays a document is of several groups: groups that share a document are one item.</summary>
    private async Task<IReadOnlyList<WorkItem>> ComponentsAsync(CancellationToken cancellationToken)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        var ids = new Dictionary<string, BsonElement>(StringComparer.Ordinal);
        await foreach (var group in session.QueryAsync(Aggregation.Of(context.Table, Pipeline(context.Exclude).ByElements().List()), cancellationToken))
        {
            string? first = null;
            foreach (var id in group["ids"]!.Value.AsDocument())
            {
                var text = ComparedValue.Of(id);
                parents.TryAdd(text, text);
                ids.TryAdd(text, id);
                first ??= text;
                parents[Root(text)] = Root(first);
            }
        }

        return [.. ids.GroupBy(pair => Root(pair.Key), pair => pair.Value, StringComparer.Ordinal).Where(component => component.Skip(1).Any()).Select(component => new WorkItem([.. component], Key: null))];

        string Root(string id)
        {
            while (parents[id] != id) id = parents[id] = parents[parents[id]];
            return id;
        }
    }
}
