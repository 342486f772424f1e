using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>Lays the conditions of a filter side by side under one <c>$and</c>: servers refuse an AND inside another in the filter of an index.</summary>
/// <remarks>mongod before 6.0 and DocumentDB: "$and only supported in partialFilterExpression at top level".</remarks>
internal static class FlatFilter
{
    /// <summary>The same filter, flat; as it is where it is flat already.</summary>
    public static BsonDocument Of(BsonDocument filter)
    {
        var parts = filter.Elements();
        if (parts.All(part => part.Name != "$and" && Operators(part) <= 1)) return filter;
        var conditions = Conditions(filter).ToList();
        if (conditions.Count == 1) return conditions[0];
        if (parts is [{ Name: "$and" } only] && only.AsDocument().Elements().Count == conditions.Count) return filter;
        return new BsonBuilder().AddArray("$and", conditions).Build();
    }

    private static IEnumerable<BsonDocument> Conditions(BsonDocument filter) => filter.Elements().SelectMany(Conditions);

    private static IEnumerable<BsonDocument> Conditions(BsonElement part)
    {
        if (part is { Name: "$and", Type: BsonType.Array })
            return part.AsDocument().Elements().Where(member => member.Type == BsonType.Document).SelectMany(member => Conditions(member.AsDocument()));
        return Operators(part) > 1
            ? part.AsDocument().Elements().Select(operation => new BsonBuilder().Add(part.Name, new BsonBuilder().Add(operation.Name, operation).Build()).Build())
            : [new BsonBuilder().Add(part.Name, part).Build()];
    }

    // Zero for a plain value, also where that is a document.
    private static int Operators(BsonElement part) =>
        part.Type == BsonType.Document && part.AsDocument().Elements() is [{ Name: ['$', ..] }, ..] operators ? operators.Count : 0;
}
