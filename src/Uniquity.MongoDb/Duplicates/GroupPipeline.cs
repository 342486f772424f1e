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
    private const string KeysField = "keys";

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
        if (query.Key.FirstOrDefault(part => part.Part.Split('.').Any(name => name.Length > 0 && name.All(char.IsAsciiDigit))) is { } place)
            throw new UsageException($"{place.Part} names a place in an array of {query.Table}, and servers differ in what an index on it holds: write the value into a field of its own, and look at that");
        IndexCollation = other.IndexCollation;
    }

    /// <summary>Upper and lower case are one by a collation, as a unique index with it would compare.</summary>
    public BsonDocument? Collation =>
        query.Fold.HasFlag(Folding.Case) ? BsonDocument.Parse("""{"locale":"en","strength":2}""") : IndexCollation;

    /// <summary>The collation of the index whose key this is.</summary>
    public BsonDocument? IndexCollation { get; init; }

    /// <summary>Whether keys are arrays, so that a document has several.</summary>
    public bool Arrays => arrays;

    /// <summary>The same where keys are arrays: each of their elements is a key.</summary>
    /// <exception cref="UsageException">The key names a place in an array.</exception>
    public GroupPipeline ByElements() => new(this);

    /// <summary>How many documents there are, how many have a null in the key, and whether any key is an array; where keys are arrays, only how many have a null.</summary>
    public BsonDocument Look()
    {
        if (!arrays)
        {
            var look = new BsonBuilder().AddNull("_id").Add("rows", Sum(1)).Add("nulls", Sum(If(Or(part => PathExpression.NullOrValue(query.Key[part].Part)), 1)));
            return BsonBuilder.Array([.. Documents(), Stage("$group", look.Add("arrays", new BsonBuilder().Add("$max", AnyArray()).Build()).Build())]);
        }

        var count = Stage("$group", new BsonBuilder().AddNull("_id").Add("nulls", Sum(1)).Build());
        if (Collation is null) return BsonBuilder.Array([.. Keyed(), Stage("$match", new BsonBuilder().Add("$expr", AnyNull(OfKeys)).Build()), Stage("$group", new BsonBuilder().Add("_id", Id).Build()), count]);
        var each = new BsonBuilder().Add("input", KeyExpression.Of(Paths)).Add("as", "key").Add("in", AnyNull("$$key")).Build();
        var any = new BsonBuilder().AddArray("$anyElementTrue", [new BsonBuilder().Add("$map", each).Build()]).Build();
        return BsonBuilder.Array([.. Documents(), Stage("$match", new BsonBuilder().Add("$expr", any).Build()), count]);
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
    public BsonDocument List() => BsonBuilder.Array([.. Groups(id => new BsonBuilder().Add("$push", id).Build()), Stage("$match", MoreThanOne())]);

    /// <summary>Every group with the ids of some of its documents (MongoDB 5.2 and later).</summary>
    public BsonDocument List(int most) =>
        BsonBuilder.Array([.. Groups(id => new BsonBuilder().Add("$firstN", new BsonBuilder().Add("input", id).Add("n", most).Build()).Build()), Stage("$match", MoreThanOne())]);

    /// <summary>Groups of some keys, with the ids of some of their documents; not where keys are arrays.</summary>
    /// <param name="keys">What the documents pass that have one of the keys.</param>
    /// <param name="most">Ids of a group at most.</param>
    public BsonDocument Of(BsonDocument keys, int most) => BsonBuilder.Array([Stage("$match", keys), .. List(most).Elements().Select(stage => stage.AsDocument())]);

    /// <summary>The ids of some documents of one key, where keys are arrays.</summary>
    public BsonDocument Of(BsonElement key, int most)
    {
        var equal = new BsonBuilder().AddArray("$eq", new BsonBuilder().Add("0", OfKeys).Add("1", new BsonBuilder().Add("$literal", key).Build()).Build()).Build();
        return BsonBuilder.Array([.. Keyed(), Stage("$match", new BsonBuilder().Add("$expr", equal).Build()), Number("$limit", most), Stage("$project", new BsonBuilder().Add("_id", Id).Build())]);
    }

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
    }

    // A document does not collide with itself: each of its keys counts once. A group stage tells that best, as some servers
    // keep both 1 and 1.0 in a set; but under a collation it would take the identifiers A and a for one document.
    private IEnumerable<BsonDocument> Keyed()
    {
        foreach (var stage in Documents()) yield return stage;
        if (!arrays) yield break;
        if (Collation is null)
        {
            foreach (var stage in KeyStages.Of(Paths)) yield return stage;
            yield return Stage("$group", new BsonBuilder().Add("_id", new BsonBuilder().Add(KeysField, "$" + KeysField).Add("document", "$_id").Build()).Build());
            yield break;
        }

        var set = new BsonBuilder().AddArray("$setUnion", new BsonBuilder().Add("0", KeyExpression.Of(Paths)).AddArray("1", BsonDocument.Empty).Build()).Build();
        yield return Stage("$project", new BsonBuilder().Add(KeysField, set).Build());
        yield return Stage("$unwind", new BsonBuilder().Add("path", "$" + KeysField).Build());
    }

    private string Id => arrays && Collation is null ? "$_id.document" : "$_id";

    private string OfKeys => Collation is null ? "$_id." + KeysField : "$" + KeysField;

    private IEnumerable<BsonDocument> Groups(Func<string, BsonDocument>? ids = null)
    {
        foreach (var stage in Keyed()) yield return stage;
        var group = new BsonBuilder();
        _ = arrays ? group.Add("_id", OfKeys) : group.Add("_id", Key());
        group.Add("n", Sum(1));
        if (ids is not null) group.Add("ids", ids(Id));
        yield return Stage("$group", group.Build());
    }

    private BsonDocument Key()
    {
        var key = new BsonBuilder();
        for (var i = 0; i < query.Key.Count; i++) key.Add(Name(i), PathExpression.NullOrValue(query.Key[i].Part));
        return key.Build();
    }

    private BsonDocument AnyArray() =>
        query.Key.Count == 1 ? PathExpression.IsArray(query.Key[0].Part)
        : new BsonBuilder().AddArray("$or", query.Key.Select(part => PathExpression.IsArray(part.Part))).Build();

    private string[] Paths => [.. query.Key.Select(part => part.Part)];

    private BsonDocument AnyNull(string keys) => Or(part => new BsonBuilder().AddArray("$ifNull", new BsonBuilder().Add("0", $"{keys}.{Name(part)}").AddNull("1").Build()).Build());

    private BsonDocument Or(Func<int, BsonDocument> value) =>
        new BsonBuilder().AddArray("$or", Enumerable.Range(0, query.Key.Count).Select(part =>
            new BsonBuilder().AddArray("$eq", new BsonBuilder().Add("0", value(part)).AddNull("1").Build()).Build())).Build();

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
