using Uniquity.Facts;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Facts;

/// <summary>Words conditions as MongoDB's filter documents.</summary>
internal static class Filters
{
    /// <summary>A field equals a value of the database. Null means missing too, as in an index.</summary>
    public static BsonDocument Equal(string path, BsonElement value) =>
        value.Type is BsonType.Regex or BsonType.Array or BsonType.Document ? new BsonBuilder().Add(path, new BsonBuilder().Add("$eq", value).Build()).Build() : new BsonBuilder().Add(path, value).Build();

    /// <summary>A field equals what a text may stand for.</summary>
    public static BsonDocument Equal(string path, string printed, bool? isText = null) => Among(path, PrintedValue.Candidates(printed, isText));

    /// <summary>A field has what a text may stand for as its key in an index: of an array, that is any of its elements.</summary>
    public static BsonDocument Indexed(string path, string printed, bool? isText = null) => Among(path, Candidates(printed, isText));

    /// <summary>What a text may stand for, and of an array its elements.</summary>
    public static IReadOnlyList<BsonElement> Candidates(string printed, bool? isText = null)
    {
        var candidates = PrintedValue.Candidates(printed, isText);
        return [.. candidates, .. candidates.Where(value => value.Type == BsonType.Array).SelectMany(value => value.AsDocument().Elements())];
    }

    /// <summary>A field is null or missing.</summary>
    public static BsonDocument IsNull(string path) => new BsonBuilder().AddNull(path).Build();

    /// <summary>A condition of the core.</summary>
    public static BsonDocument Of(Condition condition) => condition switch
    {
        Condition.Equal equal => Equal(equal.Part.Part, equal.Value),
        Condition.IsNull isNull => IsNull(isNull.Part.Part),
        Condition.Passes passes => ShellReader.Document(passes.Filter),
        Condition.Fails fails => new BsonBuilder().AddArray("$nor", [ShellReader.Document(fails.Filter)]).Build(),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    /// <summary>All of some conditions.</summary>
    public static BsonDocument All(IReadOnlyList<BsonDocument> conditions) => conditions.Count switch
    {
        0 => BsonDocument.Empty,
        1 => conditions[0],
        _ when Distinct(conditions) => conditions.Aggregate(new BsonBuilder(), (all, condition) => all.AddAll(condition)).Build(),
        _ => new BsonBuilder().AddArray("$and", conditions).Build(),
    };

    private static BsonDocument Among(string path, IReadOnlyList<BsonElement> values) => values is [var only]
        ? Equal(path, only)
        : new BsonBuilder().Add(path, new BsonBuilder().AddArray("$in", BsonBuilder.ArrayOf(values)).Build()).Build();

    private static bool Distinct(IReadOnlyList<BsonDocument> conditions)
    {
        var names = conditions.SelectMany(condition => condition.Elements()).Select(element => element.Name).ToList();
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count;
    }
}
