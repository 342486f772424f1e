using System.Globalization;
using Uniquity.Duplicates;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Duplicates;

/// <summary>The aggregation that groups documents by a key.</summary>
/// <remarks>
/// The group stage is one pass over the collection on the server. Arrays are rare in keys and dear to take apart, so a
/// look goes before it that only counts and asks whether there are any. To ask in the group stage itself costs twice as
/// much as the look: a maximum for each group keeps servers from grouping in parallel.
/// </remarks>
internal sealed class GroupPipeline
{
    private readonly DuplicateQuery query;
    private readonly BsonDocument? filter;
    private readonly bool arrays;

    /// <summary>Makes it.</summary>
    /// <exception cref="UsageException">The filter is no document, or the folding cannot be done by the server.</exception>
    public GroupPipeline(DuplicateQuery query, BsonDocument? exclude)
    {
        this.query = query;
        filter = Both(Filter(query.Where), exclude);
        if (query.Fold.HasFlag(Folding.Unicode) || query.Fold.HasFlag(Folding.Space))
            throw new UsageException("MongoDB folds case only: it has no way to normalise white space or Unicode forms in an aggregation; use --fold case, or write the normalised value into a field of its own first");
    }

    private GroupPipeline(GroupPipeline other)
    {
        (query, filter, arrays) = (other.query, other.filter, true);
        IndexCollation = other.IndexCollation;
    }

    /// <summary>Upper and lower case are one by a collation, as a unique index with it would compare.</summary>
    public BsonDocument? Collation =>
        query.Fold.HasFlag(Folding.Case) ? BsonDocument.Parse("""{"locale":"en","strength":2}""") : IndexCollation;

    /// <summary>The collation of the index whose key this is.</summary>
    public BsonDocument? IndexCollation { get; init; }

    /// <summary>The same where keys are arrays: each of their elements is a key.</summary>
    public GroupPipeline ByElements() => new(this);

    /// <summary>How many documents (or elements) there are, how many have a null in the key, and whether any key is an array.</summary>
    public BsonDocument Look()
    {
        var look = new BsonBuilder().AddNull("_id").Add("rows", Sum(1)).Add("nulls", Sum(If(AnyNull(), 1)));
        if (!arrays) look.Add("arrays", new BsonBuilder().Add("$max", AnyArray()).Build());
        return BsonBuilder.Array([.. Documents(), Stage("$group", look.Build())]);
    }

    /// <summary>How many groups there are, how many documents in them, and the largest ones.</summary>
    public BsonDocument Report()
    {
        var totals = BsonBuilder.Array([Stage("$group", new BsonBuilder().AddNull("_id").Add("groups", Sum(1)).Add("rows", Sum("$n")).Build())]);
        var top = BsonBuilder.Array([LargestFirst(), Number("$limit", Math.Max(1, query.Top))]);
        return BsonBuilder.Array([.. Groups(), Stage("$match", MoreThanOne()), Stage("$facet", new BsonBuilder().AddArray("totals", totals).AddArray("top", top).Build())]);
    }

    /// <summary>The largest groups with the ids of some of their documents (<see langword="null"/>: of all).</summary>
    public BsonDocument Largest(int? most) => BsonBuilder.Array([.. Sorted(most).Elements().Select(stage => stage.AsDocument()), Number("$limit", Math.Max(1, query.Top))]);

    /// <summary>Every group with the ids of some of its documents (<see langword="null"/>: of all), the largest first, ties in the order of the key.</summary>
    public BsonDocument Sorted(int? most) =>
        BsonBuilder.Array([.. (most switch { null => List(), 0 => Keys(), { } some => List(some) }).Elements().Select(stage => stage.AsDocument()), LargestFirst()]);

    /// <summary>How many documents the largest group has; nothing where no key is shared.</summary>
    public BsonDocument Size() =>
        BsonBuilder.Array([.. Groups(), Stage("$match", MoreThanOne()), Stage("$group", new BsonBuilder().AddNull("_id").Add("most", new BsonBuilder().Add("$max", "$n").Build()).Build())]);

    /// <summary>The keys of groups of more documents than this.</summary>
    public BsonDocument LargerThan(long count) =>
        BsonBuilder.Array([.. Groups(), Stage("$match", new BsonBuilder().Add("n", new BsonBuilder().Add("$gt", count).Build()).Build())]);

    /// <summary>Every group with the ids of its documents.</summary>
    public BsonDocument List() => BsonBuilder.Array([.. Groups(new BsonBuilder().Add("$push", "$_id").Build()), Stage("$match", MoreThanOne())]);

    /// <summary>Every group with the ids of some of its documents (MongoDB 5.2 and later).</summary>
    public BsonDocument List(int most) =>
        BsonBuilder.Array([.. Groups(new BsonBuilder().Add("$firstN", new BsonBuilder().Add("input", "$_id").Add("n", most).Build()).Build()), Stage("$match", MoreThanOne())]);

    /// <summary>Groups of some keys, with the ids of some of their documents; an array brings its other elements along.</summary>
    /// <param name="keys">What the documents pass that have one of the keys.</param>
    /// <param name="most">Ids of a group at most.</param>
    public BsonDocument Of(BsonDocument keys, int most) => BsonBuilder.Array([Stage("$match", keys), .. List(most).Elements().Select(stage => stage.AsDocument())]);

    /// <summary>Every group without the ids of its documents.</summary>
    public BsonDocument Keys() => BsonBuilder.Array([.. Groups(), Stage("$match", MoreThanOne())]);

    /// <summary>The documents that are looked at; <see langword="null"/> for all.</summary>
    public BsonDocument? Looked => filter;

    /// <summary>What a person runs in mongosh to see the same.</summary>
    public string Show()
    {
        var pipeline = BsonBuilder.Array([.. Groups(), Stage("$match", MoreThanOne()), Stage("$sort", new BsonBuilder().Add("n", -1).Build())]);
        var stages = ShellWriter.Document(new BsonBuilder().AddArray("p", pipeline).Build())["{ p: ".Length..^" }".Length];
        var options = Collation is { } collation ? $"{{ allowDiskUse: true, collation: {ShellWriter.Document(collation)} }}" : "{ allowDiskUse: true }";
        return $"{ShellWriter.Collection(query.Table.Name)}.aggregate({stages}, {options})";
    }

    /// <summary>The name of a key part inside the group's <c>_id</c>: a path's own dots would make it a path.</summary>
    public static string Name(int part) => part == 0 ? "k0" : string.Create(CultureInfo.InvariantCulture, $"k{part}");

    private IEnumerable<BsonDocument> Documents()
    {
        if (filter is not null) yield return Stage("$match", filter);
        if (!arrays) yield break;
        var elements = new BsonBuilder();
        for (var i = 0; i < query.Key.Count; i++) elements.Add(Name(i), PathExpression.Elements(query.Key[i].Part));
        yield return Stage("$project", elements.Build());
        for (var i = 0; i < query.Key.Count; i++)
            yield return Stage("$unwind", new BsonBuilder().Add("path", "$" + Name(i)).Add("preserveNullAndEmptyArrays", true).Build());
    }

    private IEnumerable<BsonDocument> Groups(BsonDocument? ids = null)
    {
        foreach (var stage in Documents()) yield return stage;
        var key = new BsonBuilder();
        for (var i = 0; i < query.Key.Count; i++) key.Add(Name(i), Value(i));
        var group = new BsonBuilder().Add("_id", key.Build()).Add("n", Sum(1));
        if (ids is not null) group.Add("ids", ids);
        yield return Stage("$group", group.Build());
    }

    private BsonDocument Value(int part) => PathExpression.NullOrValue(arrays ? Name(part) : query.Key[part].Part);

    private BsonDocument AnyArray() =>
        query.Key.Count == 1 ? PathExpression.IsArray(query.Key[0].Part)
        : new BsonBuilder().AddArray("$or", query.Key.Select(part => PathExpression.IsArray(part.Part))).Build();

    private BsonDocument AnyNull() =>
        new BsonBuilder().AddArray("$or", Enumerable.Range(0, query.Key.Count).Select(i =>
            new BsonBuilder().AddArray("$eq", new BsonBuilder().Add("0", Value(i)).AddNull("1").Build()).Build())).Build();

    private static BsonDocument LargestFirst() => Stage("$sort", new BsonBuilder().Add("n", -1).Add("_id", 1).Build());

    private static BsonDocument MoreThanOne() => BsonDocument.Parse("""{"n":{"$gt":1}}""");

    private static BsonDocument Sum(int constant) => new BsonBuilder().Add("$sum", constant).Build();

    private static BsonDocument Sum(string field) => new BsonBuilder().Add("$sum", field).Build();

    private static BsonDocument Sum(BsonDocument expression) => new BsonBuilder().Add("$sum", expression).Build();

    private static BsonDocument If(BsonDocument condition, int value) =>
        new BsonBuilder().AddArray("$cond", new BsonBuilder().Add("0", condition).Add("1", value).Add("2", 0).Build()).Build();

    private static BsonDocument Stage(string name, BsonDocument body) => new BsonBuilder().Add(name, body).Build();

    private static BsonDocument Number(string name, int number) => new BsonBuilder().Add(name, number).Build();

    private static BsonDocument? Filter(string? where)
    {
        if (where is null) return null;
        try
        {
            return ShellReader.Document(where);
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"the filter '{where}' is no MongoDB filter document ({wrong.Message}); right is '{{ \"deletedAt\": null }}'", wrong);
        }
    }

    private static BsonDocument? Both(BsonDocument? first, BsonDocument? second) =>
        first is null ? second : second is null ? first : new BsonBuilder().AddArray("$and", [first, second]).Build();
}
