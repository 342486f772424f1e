using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Values;

/// <summary>Reads and writes what a dotted path leads to, and leaves every other byte of a document as it is.</summary>
internal static class DocumentPath
{
    /// <summary>The values of a path; through arrays, those of their elements. Nothing where the path ends early.</summary>
    public static IReadOnlyList<BsonElement> Find(BsonDocument document, string path)
    {
        var found = new List<BsonElement>();
        Find(document, path.Split('.'), 0, found);
        return found;
    }

    /// <summary>The one value of a path that crosses no array.</summary>
    public static BsonElement? Get(BsonDocument document, string path)
    {
        BsonElement? value = null;
        foreach (var part in path.Split('.'))
        {
            if (value is { } outer)
            {
                if (outer.Type != BsonType.Document) return null;
                document = outer.AsDocument();
            }

            value = document[part];
            if (value is null) return null;
        }

        return value;
    }

    /// <summary>The document with another value at a path: in its place, or at the end where there was none.</summary>
    public static BsonDocument Set(BsonDocument document, string path, BsonElement value) => Set(document, path.Split('.'), 0, value);

    private static void Find(BsonDocument document, string[] parts, int at, List<BsonElement> found)
    {
        if (document[parts[at]] is not { } value) return;
        if (at == parts.Length - 1)
        {
            found.Add(value);
            return;
        }

        if (value.Type == BsonType.Document) Find(value.AsDocument(), parts, at + 1, found);
        if (value.Type != BsonType.Array) return;
        foreach (var element in value.AsDocument())
        {
            if (element.Type == BsonType.Document) Find(element.AsDocument(), parts, at + 1, found);
        }
    }

    private static BsonDocument Set(BsonDocument document, string[] parts, int at, BsonElement value)
    {
        var builder = new BsonBuilder();
        var done = false;
        foreach (var element in document)
        {
            if (done || element.Name != parts[at])
            {
                builder.Add(element.Name, element);
                continue;
            }

            done = true;
            if (at == parts.Length - 1) builder.Add(element.Name, value);
            else builder.Add(element.Name, Set(element.Type == BsonType.Document ? element.AsDocument() : BsonDocument.Empty, parts, at + 1, value));
        }

        if (done) return builder.Build();
        return (at == parts.Length - 1 ? builder.Add(parts[at], value) : builder.Add(parts[at], Set(BsonDocument.Empty, parts, at + 1, value))).Build();
    }
}
