using System.Runtime.CompilerServices;
using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Duplicates;

/// <summary>Finds duplicate groups in a collection.</summary>
internal sealed class MongoDuplicateFinder(MongoSession session, IndexReader indexes) : IDuplicateFinder
{
    // Each document is compared with each key that is asked for; beyond some hundred, to group once more is less.
    private const int AskedByKey = 200;

    /// <summary>Whether the question is taken as it stands, and no index on that key says how to compare.</summary>
    /// <value>False: an index on the key lends its collation, and what it leaves out.</value>
    public bool Literally { get; init; }

    /// <inheritdoc/>
    public async ValueTask<DuplicateReport> CountAsync(DuplicateQuery query, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        var (pipeline, look) = await LookAsync(query, progress, cancellationToken);
        var facets = (await session.ListAsync(Aggregation.Of(query.Table, pipeline.Report(), pipeline.Collation), cancellationToken))[0];
        var totals = facets["totals"]!.Value.AsDocument().Elements() is [var only] ? only.AsDocument() : null;
        var largest = facets["top"]!.Value.AsDocument().Elements().Take(query.Top).Select(group => group.AsDocument()).ToList();
        var groups = new List<DuplicateGroup>();
        var idsOf = await IdsAsync(query, pipeline, [.. largest.Select(group => group["_id"]!.Value)], cancellationToken);
        foreach (var group in largest)
        {
            var ids = idsOf.GetValueOrDefault(ComparedValue.Of(group["_id"])) ?? await IdsAsync(query, pipeline, group["_id"]!.Value, cancellationToken);
            groups.Add(GroupReading.Of(query, group, ids));
        }

        var shared = Number(totals, "groups");
        return Report(query, pipeline, look, shared, Number(totals, "rows") - shared, groups, progress);
    }

    /// <inheritdoc/>
    public async ValueTask<DuplicateReport> CountAsync(DuplicateQuery query, int idsPerGroup, Action<DuplicateGroup> each, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        // The groups come the largest first, so the report is made of what passes by.
        var (pipeline, look) = await LookAsync(query, progress, cancellationToken);
        var (groups, excess, top) = (0L, 0L, new List<DuplicateGroup>());
        await foreach (var document in GroupsAsync(query, pipeline, idsPerGroup, cancellationToken))
        {
            var group = GroupReading.Of(query, document, idsPerGroup);
            if (groups++ < query.Top) top.Add(GroupReading.Of(query, document, query.IdsPerGroup));
            excess += group.Count - 1;
            each(group);
        }

        return Report(query, pipeline, look, groups, excess, top, progress);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DuplicateGroup> ListAsync(DuplicateQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (pipeline, _) = await LookAsync(query, progress: null, cancellationToken);
        await foreach (var group in GroupsAsync(query, pipeline, query.IdsPerGroup, cancellationToken)) yield return GroupReading.Of(query, group, query.IdsPerGroup);
    }

    private static DuplicateReport Report(
        DuplicateQuery query, GroupPipeline pipeline, BsonDocument? look, long groups, long excess, IReadOnlyList<DuplicateGroup> top, IProgress<DuplicateProgress>? progress)
    {
        var rows = Number(look, "rows");
        progress?.Report(new DuplicateProgress(rows, rows, "documents"));
        return new DuplicateReport
        {
            Table = query.Table,
            Key = query.Key,
            Rows = rows,
            Groups = groups,
            ExcessRows = excess,
            NullKeyRows = Number(look, "nulls"),
            NullsCounted = true,
            Top = top,
            Query = pipeline.Show(),
        };
    }

    /// <summary>Looks at the collection: how to group it, and what there is of it.</summary>
    private async Task<(GroupPipeline Pipeline, BsonDocument? Look)> LookAsync(DuplicateQuery query, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        if (progress is not null) progress.Report(new DuplicateProgress(0, await EstimateAsync(query.Table, cancellationToken), "documents"));
        var pipeline = await PrepareAsync(query, cancellationToken);
        var look = await LookAsync(query, pipeline, cancellationToken);
        if (look?["arrays"] is not { IsTrue: true }) return (pipeline, look);
        pipeline = pipeline.ByElements();
        var nulls = Number(await LookAsync(query, pipeline, cancellationToken), "nulls");
        return (pipeline, new BsonBuilder().Add("rows", Number(look, "rows")).Add("nulls", nulls).Build());
    }

    private async Task<BsonDocument?> LookAsync(DuplicateQuery query, GroupPipeline pipeline, CancellationToken cancellationToken) =>
        await Explained(query, session.ListAsync(Aggregation.Of(query.Table, pipeline.Look(), pipeline.Collation), cancellationToken)) is [var look] ? look : null;

    private async Task<GroupPipeline> PrepareAsync(DuplicateQuery query, CancellationToken cancellationToken)
    {
        if (Literally) return new GroupPipeline(query, exclude: null);
        var existing = (await indexes.SpecificationsAsync(query.Table, cancellationToken))
            .FirstOrDefault(specification => IndexReader.Read(query.Table, specification) is { } index
                && index.Key.Select(part => part.Part).SequenceEqual(query.Key.Select(part => part.Part), StringComparer.Ordinal));

        // A sparse index leaves out documents that have none of its fields; where nobody asks for them, they are no duplicates.
        var sparse = existing?["sparse"] is { IsTrue: true } && !query.IncludeNull;
        var exclude = sparse
            ? new BsonBuilder().AddArray("$or", query.Key.Select(part => new BsonBuilder().Add(part.Part, BsonDocument.Parse("""{"$exists":true}""")).Build())).Build()
            : null;
        return new GroupPipeline(query, exclude)
        {
            IndexCollation = existing?["collation"] is { Type: BsonType.Document } collation ? CollationText.Settable(collation.AsDocument()) : null,
        };
    }

    // A group of millions would have more ids than a document holds, so the server is asked for the first ones; before
    // MongoDB 5.2 it has no word for that, and collects all. Where it gathers none, they are asked for group by group.
    private async IAsyncEnumerable<BsonDocument> GroupsAsync(DuplicateQuery query, GroupPipeline pipeline, int idsPerGroup, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int?[] ways = idsPerGroup == 0 ? [0] : [idsPerGroup, null, 0];
        foreach (var way in ways)
        {
            await using var groups = session.QueryAsync(Aggregation.Of(query.Table, pipeline.Sorted(way), pipeline.Collation), cancellationToken).GetAsyncEnumerator(cancellationToken);
            bool more;
            try
            {
                more = await groups.MoveNextAsync();
            }
            catch (TargetException fault) when (way != 0 && fault.InnerException is MongoException { Code: MongoException.UnknownGroupOperator or MongoException.NotSupported })
            {
                continue;
            }

            for (; more; more = await groups.MoveNextAsync())
                yield return way == 0 && idsPerGroup > 0 ? await WithIdsAsync(query with { IdsPerGroup = idsPerGroup }, pipeline, groups.Current, cancellationToken) : groups.Current;
            yield break;
        }
    }

    private async Task<BsonDocument> WithIdsAsync(DuplicateQuery query, GroupPipeline pipeline, BsonDocument group, CancellationToken cancellationToken) =>
        new BsonBuilder().AddAll(group).AddArray("ids", BsonBuilder.ArrayOf(await IdsAsync(query, pipeline, group["_id"]!.Value, cancellationToken))).Build();

    /// <summary>The ids of all groups by one look at the collection; of a group that is not among them, nobody knows, and it is asked for alone.</summary>
    private async Task<Dictionary<string, IReadOnlyList<BsonElement>>> IdsAsync(DuplicateQuery query, GroupPipeline pipeline, IReadOnlyList<BsonElement> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, IReadOnlyList<BsonElement>>(StringComparer.Ordinal);
        if (query.IdsPerGroup == 0 || keys.Count < 2) return found;
        var among = keys.Count > AskedByKey || pipeline.Arrays ? pipeline.Largest(query.IdsPerGroup) : pipeline.Of(Among(query, keys), query.IdsPerGroup);
        try
        {
            foreach (var group in await session.ListAsync(Aggregation.Of(query.Table, among, pipeline.Collation), cancellationToken))
                found[ComparedValue.Of(group["_id"])] = group["ids"]!.Value.AsDocument().Elements();
        }
        catch (TargetException fault) when (fault.InnerException is MongoException { Code: MongoException.UnknownGroupOperator or MongoException.NotSupported })
        {
            found.Clear();
        }

        return found;
    }

    private static BsonDocument Among(DuplicateQuery query, IReadOnlyList<BsonElement> keys) =>
        new BsonBuilder().AddArray("$or", keys.Select(key => Filters.All(Conditions(query, key.AsDocument())))).Build();

    private static List<BsonDocument> Conditions(DuplicateQuery query, BsonDocument key) =>
        [.. query.Key.Select((part, i) => Filters.Equal(part.Part, key[GroupPipeline.Name(i)]!.Value))];

    private async Task<IReadOnlyList<BsonElement>> IdsAsync(DuplicateQuery query, GroupPipeline pipeline, BsonElement key, CancellationToken cancellationToken)
    {
        if (query.IdsPerGroup == 0) return [];
        if (pipeline.Arrays)
            return [.. (await session.ListAsync(Aggregation.Of(query.Table, pipeline.Of(key, query.IdsPerGroup), pipeline.Collation), cancellationToken)).Select(document => document["_id"]!.Value)];
        var conditions = Conditions(query, key.AsDocument());
        if (query.Where is not null) conditions.Insert(0, ShellReader.Document(query.Where));
        var command = new BsonBuilder().Add("find", query.Table.Name).Add("filter", Filters.All(conditions)).Add("projection", BsonDocument.Parse("""{"_id":1}"""))
            .Add("limit", query.IdsPerGroup).Add("singleBatch", true);
        if (pipeline.Collation is { } collation) command.Add("collation", collation);
        return [.. (await session.ListAsync(command.Build(), cancellationToken)).Select(document => document["_id"]!.Value)];
    }

    private async Task<long> EstimateAsync(TableName table, CancellationToken cancellationToken) =>
        (await session.RunAsync(new BsonBuilder().Add("count", table.Name).Build(), cancellationToken))["n"]!.Value.AsInt64();

    // What the server says of the person's filter is the person's to mend.
    private static async Task<List<BsonDocument>> Explained(DuplicateQuery query, Task<List<BsonDocument>> first)
    {
        try
        {
            return await first;
        }
        catch (TargetException fault) when (query.Where is not null && fault.InnerException is MongoException { Failure: MongoFailure.Refused, Code: 2 or 9 or 14 })
        {
            throw new UsageException($"the filter '{query.Where}' cannot be used on {query.Table}: {fault.InnerException.Message}", fault);
        }
    }

    private static long Number(BsonDocument? totals, string name) => totals?[name] is { } number ? number.AsInt64() : 0;
}
