using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.Violations;

namespace Uniquity.MongoDb.Facts;

/// <summary>The keys of a document in the core's words.</summary>
internal static class DocumentKeys
{
    /// <summary>What an index on these parts holds of a document: one key, or where a path goes through an array, one for each element.</summary>
    public static IReadOnlyList<IReadOnlyList<KeyValue>> Of(IReadOnlyList<KeyPart> parts, BsonDocument document) =>
    [
        .. IndexKeys.Of(document, [.. parts.Select(part => part.Part)])
            .Select(key => (IReadOnlyList<KeyValue>)[.. key.Select((value, i) => Part(parts[i].Part, value.Value))]),
    ];

    /// <summary>Whether the document has a key among those that such parts may stand for.</summary>
    /// <param name="document">The document.</param>
    /// <param name="parts">The parts with the values that each may have; none for null.</param>
    public static bool Has(BsonDocument document, IReadOnlyList<(string Path, IReadOnlyList<BsonElement> Values)> parts)
    {
        var wanted = parts.Select(part => part.Values.Count == 0 ? [ComparedValue.Null] : part.Values.Select(ComparedValue.Of).ToHashSet(StringComparer.Ordinal)).ToList();
        return IndexKeys.Of(document, [.. parts.Select(part => part.Path)]).Any(key => key.Select((part, i) => wanted[i].Contains(part.Text)).All(same => same));
    }

    private static KeyValue Part(string path, BsonElement? value) => value is { IsNull: false } some
        ? new(path, PrintedValue.Of(some)) { IsText = some.Type == BsonType.String, Json = some.Type == BsonType.String ? null : PrintedValue.Json(some) }
        : new(path, null, IsNull: true);
}
