using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Duplicates;

/// <summary>The value of a field path as an index sees it, in the language of aggregation.</summary>
internal static class PathExpression
{
    /// <summary>Null and missing as one: <c>{ $ifNull: ['$a.b', null] }</c>.</summary>
    public static BsonDocument NullOrValue(string path) =>
        new BsonBuilder().AddArray("$ifNull", new BsonBuilder().Add("0", Field(path)).AddNull("1").Build()).Build();

    /// <summary>The distinct elements of an array, an empty array as itself, and any other value alone: what a multikey index holds.</summary>
    /// <remarks>A document does not collide with itself, so elements that repeat inside it count once.</remarks>
    public static BsonDocument Elements(string path)
    {
        var field = Field(path);
        var isArray = new BsonBuilder().Add("$isArray", field).Build();
        var isEmpty = new BsonBuilder().AddArray("$eq", new BsonBuilder().Add("0", field).AddArray("1", BsonDocument.Empty).Build()).Build();
        var emptyAlone = new BsonBuilder().AddArray("0", BsonDocument.Empty).Build();
        var distinct = new BsonBuilder().AddArray("$setUnion", new BsonBuilder().Add("0", field).AddArray("1", BsonDocument.Empty).Build()).Build();
        var array = new BsonBuilder().AddArray("$cond", new BsonBuilder().Add("0", isEmpty).AddArray("1", emptyAlone).Add("2", distinct).Build()).Build();
        return new BsonBuilder().AddArray("$cond", new BsonBuilder().Add("0", isArray).Add("1", array).Add("2", field).Build()).Build();
    }

    /// <summary>Whether the path leads to an array.</summary>
    public static BsonDocument IsArray(string path) => new BsonBuilder().Add("$isArray", Field(path)).Build();

    // "$a.b" is a path; a name that begins with a dollar would be taken for an operator or a variable.
    private static string Field(string path) => "$" + path;
}
