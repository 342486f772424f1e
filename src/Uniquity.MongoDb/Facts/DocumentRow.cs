using System.Text.Json;
using Uniquity.Facts;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Facts;

/// <summary>Documents as rows of the core: relaxed Extended JSON, so that nothing is lost.</summary>
internal static class DocumentRow
{
    /// <summary>The row of a document.</summary>
    public static Row Of(BsonDocument document)
    {
        using var parsed = JsonDocument.Parse(document.ToRelaxedJson(), new JsonDocumentOptions { MaxDepth = 512 });
        return new Row(parsed.RootElement.Clone());
    }

    /// <summary>What a path leads to in a document; through an array, the values of its elements.</summary>
    public static IReadOnlyList<BsonElement> Find(BsonDocument document, string path)
    {
        var (name, rest) = path.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? (path[..dot], path[(dot + 1)..]) : (path, null);
        if (document[name] is not { } element) return [];
        if (rest is null) return [element];
        return element.Type switch
        {
            BsonType.Document => Find(element.AsDocument(), rest),
            BsonType.Array => [.. element.AsDocument().Elements().Where(item => item.Type == BsonType.Document).SelectMany(item => Find(item.AsDocument(), rest))],
            _ => [],
        };
    }
}
