using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Duplicates;

/// <summary>The value of a field path as an index sees it, in the language of aggregation.</summary>
internal static class PathExpression
{
    /// <summary>Null and missing as one: <c>{ $ifNull: ['$a.b', null] }</c>.</summary>
    public static BsonDocument NullOrValue(string path) =>
        new BsonBuilder().AddArray("$ifNull", new BsonBuilder().Add("0", Field(path)).AddNull("1").Build()).Build();

    /// <summary>Whether the path leads to an array, or through one.</summary>
    public static BsonDocument IsArray(string path) => new BsonBuilder().Add("$isArray", Field(path)).Build();

    // "$a.b" is a path; a name that begins with a dollar would be taken for an operator or a variable.
    private static string Field(string path) => "$" + path;
}
