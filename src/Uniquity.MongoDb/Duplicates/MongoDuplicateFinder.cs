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
using Uniquity.Violations;

namespace Uniquity.MongoDb.Duplicates;

/// <summary>Finds duplicate groups in a collection.</summary>
internal sealed class MongoDuplicateFinder(MongoSession session, IndexReader indexes) : IDuplicateFinder
{
    /// <summary>Whether the question is taken as it stands, and no index on that key says how to compare.</summary>
    /// <value>False: an index on the key lends its collation, and what it leaves out.</value>
    public bool Literally { get; init; }

    /// <inheritdoc/>
    public async ValueTask<DuplicateReport> CountAsync(DuplicateQuery query, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        var total = await EstimateAsync(query.Table, cancellationToken);
        progress?.Report(new DuplicateProgress(0, total, "documents"));
        var pipeline = await PrepareAsync(query, arrays: false, cancellationToken);
        var (totals, top) = await ReportAsync(query, pipeline, cancellationToken);
        var documents = Number(totals, "keys");
        if (totals?["arrays"] is { IsTrue: true })
        {
            pipeline = await PrepareAsync(query, arrays: true, cancellationToken);
            (totals, top) = await ReportAsync(query, pipeline, cancellationToken);
        }

        var groups = new List<DuplicateGroup>();
        var idsOf = await IdsAsync(query, pipeline, [.. top.Take(query.Top).Select(group => group["_id"]!.Value)], cancellationToken);
        foreach (var group in top.Take(query.Top))
        {
            var ids = idsOf.GetValueOrDefault(ComparedValue.Of(group["_id"])) ?? await IdsAsync(query, pipeline, group["_id"]!.Value.AsDocument(), cancellationToken);
            groups.Add(new DuplicateGroup(KeyOf(query, group), group["n"]!.Value.AsInt64(), [.. ids.Select(PrintedValue.Of)]) { JsonIds = [.. ids.Select(PrintedValue.Json)] });
        }

        progress?.Report(new DuplicateProgress(documents, documents, "documents"));
        return new DuplicateReport
        {
            Table = query.Table,
            Key = query.Key,
            Rows = documents,
            Groups = Number(totals, "groups"),
            ExcessRows = Number(totals, "excess"),
            NullKeyRows = Number(totals, "nulls"),
            NullsCounted = true,
            Top = groups,
            Query = pipeline.Show(),
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DuplicateGroup> ListAsync(DuplicateQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipeline = await PrepareAsync(query, arrays: false, cancellationToken);
        var (totals, _) = await ReportAsync(query with { Top = 1 }, pipeline, cancellationToken);
        if (totals?["arrays"] is { IsTrue: true }) pipeline = await PrepareAsync(query, arrays: true, cancellationToken);
        await foreach (var group in GroupsAsync(query, pipeline, cancellationToken))
        {
            var ids = group["ids"]?.AsDocument().Elements().Take(query.IdsPerGroup).ToList() ?? [];
            yield return new DuplicateGroup(KeyOf(query, group), group["n"]!.Value.AsInt64(), [.. ids.Select(PrintedValue.Of)]) { JsonIds = [.. ids.Select(PrintedValue.Json)] };
        }
    }

    private async Task<GroupPipeline> PrepareAsync(DuplicateQuery query, bool arrays, CancellationToken cancellationToken)
    {
        if (Literally) return new GroupPipeline(query, exclude: null, arrays);
        var existing = (await indexes.SpecificationsAsync(query.Table, cancellationToken))
            .FirstOrDefault(specification => IndexReader.Read(query.Table, specification) is { } index
                && index.Key.Select(part => part.Part).SequenceEqual(query.Key.Select(part => part.Part), StringComparer.Ordinal));

        // A sparse index leaves out documents that have none of its fields; where nobody asks for them, they are no duplicates.
        var sparse = existing?["sparse"] is { IsTrue: true } && !query.IncludeNull;
        var exclude = sparse
            ? new BsonBuilder().AddArray("$or", query.Key.Select(part => new BsonBuilder().Add(part.Part, BsonDocument.Parse("""{"$exists":true}""")).Build())).Build()
            : null;
        return new GroupPipeline(query, exclude, arrays)
        {
            IndexCollation = existing?["collation"] is { Type: BsonType.Document } collation ? CollationText.Settable(collation.AsDocument()) : null,
        };
    }

    private async Task<(BsonDocument? Totals, IReadOnlyList<BsonDocument> Top)> ReportAsync(DuplicateQuery query, GroupPipeline pipeline, CancellationToken cancellationToken)
    {
        var answers = await Explained(query, session.ListAsync(Aggregation.Of(query.Table, pipeline.Report(), pipeline.Collation), cancellationToken));
        var facets = answers[0];
        var totals = facets["totals"]!.Value.AsDocument().Elements();
        return (totals is [var only] ? only.AsDocument() : null, [.. facets["top"]!.Value.AsDocument().Elements().Select(group => group.AsDocument())]);
    }

    // A group of millions would have more ids than a document holds, so the server is asked for the first ones; before
    // MongoDB 5.2 it has no word for that, and collects all.
    private async IAsyncEnumerable<BsonDocument> GroupsAsync(DuplicateQuery query, GroupPipeline pipeline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stages = query.IdsPerGroup == 0 ? pipeline.Keys() : pipeline.List(query.IdsPerGroup);
        var groups = session.QueryAsync(Aggregation.Of(query.Table, stages, pipeline.Collation), cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            var more = false;
            try
            {
                more = await groups.MoveNextAsync();
            }
            catch (TargetException fault) when (fault.InnerException is MongoException { Code: MongoException.UnknownGroupOperator })
            {
                await groups.DisposeAsync();
                groups = session.QueryAsync(Aggregation.Of(query.Table, pipeline.List(), pipeline.Collation), cancellationToken).GetAsyncEnumerator(cancellationToken);
                more = await groups.MoveNextAsync();
            }

            for (; more; more = await groups.MoveNextAsync()) yield return groups.Current;
        }
        finally
        {
            await groups.DisposeAsync();
        }
    }

    /// <summary>The ids of all groups by one look at the collection; of a group that is not among them, nobody knows, and it is asked for alone.</summary>
    private async Task<Dictionary<string, IReadOnlyList<BsonElement>>> IdsAsync(DuplicateQuery query, GroupPipeline pipeline, IReadOnlyList<BsonElement> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, IReadOnlyList<BsonElement>>(StringComparer.Ordinal);
        if (query.IdsPerGroup == 0 || keys.Count < 2) return found;
        var among = new BsonBuilder().AddArray("$or", keys.Select(key => Filters.All(Conditions(query, key.AsDocument())))).Build();
        try
        {
            foreach (var group in await session.ListAsync(Aggregation.Of(query.Table, pipeline.Of(among, query.IdsPerGroup), pipeline.Collation), cancellationToken))
                found[ComparedValue.Of(group["_id"])] = group["ids"]!.Value.AsDocument().Elements();
        }
        catch (TargetException fault) when (fault.InnerException is MongoException { Code: MongoException.UnknownGroupOperator })
        {
            found.Clear();
        }

        return found;
    }

    private static List<BsonDocument> Conditions(DuplicateQuery query, BsonDocument key) =>
        [.. query.Key.Select((part, i) => Filters.Equal(part.Part, key[GroupPipeline.Name(i)]!.Value))];

    private async Task<IReadOnlyList<BsonElement>> IdsAsync(DuplicateQuery query, GroupPipeline pipeline, BsonDocument key, CancellationToken cancellationToken)
    {
        if (query.IdsPerGroup == 0) return [];
        var conditions = Conditions(query, key);
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

    private static IReadOnlyList<KeyValue> KeyOf(DuplicateQuery query, BsonDocument group)
    {
        var key = group["_id"]!.Value.AsDocument();
        return [.. query.Key.Select((part, i) => key[GroupPipeline.Name(i)] is { IsNull: false } value
            ? new KeyValue(part.Part, PrintedValue.Of(value)) { Json = value.Type == BsonType.String ? null : PrintedValue.Json(value) }
            : new KeyValue(part.Part, null, IsNull: true))];
    }

    private static long Number(BsonDocument? totals, string name) => totals?[name] is { } number ? number.AsInt64() : 0;
}
