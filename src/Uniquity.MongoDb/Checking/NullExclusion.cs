using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Checking;

/// <summary>Tells whether a filter lets no document pass whose field is null or missing.</summary>
/// <remarks>A comparison takes only values of its operand's type (type bracketing), so <c>{ $gt: '' }</c> leaves null out, and <c>{ $exists: true }</c> does not.</remarks>
internal static class NullExclusion
{
    private static readonly HashSet<string> NullTypes = new(StringComparer.Ordinal) { "null", "undefined", "10", "6" };

    /// <summary>Whether it does.</summary>
    public static bool Excludes(BsonDocument filter, string path) => filter.Elements().Any(part => Excludes(part, path));

    private static bool Excludes(BsonElement part, string path)
    {
        if (part is { Name: "$and", Type: BsonType.Array }) return Members(part).Any(member => Excludes(member, path));
        if (part is { Name: "$or", Type: BsonType.Array }) return Members(part) is { Count: > 0 } all && all.All(member => Excludes(member, path));
        if (part.Name != path) return false;
        return part.Type == BsonType.Document && part.AsDocument().Elements() is [{ Name: ['$', ..] }, ..] operators
            ? operators.Any(Excludes)
            : IsValue(part);
    }

    private static bool Excludes(BsonElement operation) => operation.Name switch
    {
        "$eq" or "$gt" or "$gte" or "$lt" or "$lte" => IsValue(operation),
        "$in" => operation.Type == BsonType.Array && operation.AsDocument().Elements().All(IsValue),
        "$type" => (operation.Type == BsonType.Array ? operation.AsDocument().Elements() : [operation]).All(type => !NullTypes.Contains(type.Type == BsonType.String ? type.AsString() : Shell.ShellWriter.Value(type))),
        _ => false,
    };

    // MinKey and MaxKey are compared with values of every type, null among them.
    private static bool IsValue(BsonElement value) => !value.IsNull && value.Type is not (BsonType.MinKey or BsonType.MaxKey or BsonType.Regex);

    private static IReadOnlyList<BsonDocument> Members(BsonElement list) =>
        [.. list.AsDocument().Elements().Where(member => member.Type == BsonType.Document).Select(member => member.AsDocument())];
}
