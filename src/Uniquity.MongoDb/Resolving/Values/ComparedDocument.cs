using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Solving;

namespace Uniquity.MongoDb.Resolving.Values;

/// <summary>Tells whether a document is as it was.</summary>
internal static class ComparedDocument
{
    /// <summary>Byte for byte.</summary>
    public static bool Same(BsonDocument one, BsonDocument other) => one.Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <summary>Field by field, in any order: a driver that writes a document anew may order its fields anew.</summary>
    public static bool SameFields(BsonDocument one, BsonDocument other)
    {
        var fields = one.Elements();
        return fields.Count == other.Elements().Count && fields.All(field => other[field.Name] is { } same && same.Type == field.Type && same.Value.SequenceEqual(field.Value));
    }

    /// <summary>Whether moved references have their values of before, or of after.</summary>
    public static bool Has(BsonDocument document, IReadOnlyList<MovedValue> values, bool after) =>
        values.All(value => At(document, value.Path) is { } now && ComparedValue.Of(now) == ComparedValue.Of(after ? value.After : value.Before));

    // Paths of moved references name the places of arrays.
    private static BsonElement? At(BsonDocument document, string path)
    {
        BsonElement? value = null;
        foreach (var part in path.Split('.'))
        {
            if (value is { Type: not (BsonType.Document or BsonType.Array) }) return null;
            var inside = value is { } outer ? outer.AsDocument() : document;
            value = inside[part];
            if (value is null) return null;
        }

        return value;
    }
}
