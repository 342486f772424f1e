using Uniquity.Duplicates;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;
using Uniquity.Violations;

namespace Uniquity.MongoDb.Duplicates;

/// <summary>Reads the groups that the server answers.</summary>
internal static class GroupReading
{
    /// <summary>A group with some of the ids that came with it.</summary>
    public static DuplicateGroup Of(DuplicateQuery query, BsonDocument group, int mostIds)
    {
        // Of a list's many groups as little is made as can be: this is what its speed and memory are.
        if (group["ids"] is not { } all) return Of(query, group, [], []);
        var ids = all.AsDocument();
        var count = 0;
        foreach (var _ in ids) if (++count >= mostIds) break;
        count = Math.Min(count, mostIds);
        var (texts, json, at) = (new string[count], new string[count], 0);
        foreach (var id in ids)
        {
            if (at == count) break;
            (texts[at], json[at++]) = Both(id);
        }

        return Of(query, group, texts, json);
    }

    /// <summary>A group with these ids.</summary>
    public static DuplicateGroup Of(DuplicateQuery query, BsonDocument group, IReadOnlyList<BsonElement> ids)
    {
        var (texts, json) = (new string[ids.Count], new string[ids.Count]);
        for (var i = 0; i < ids.Count; i++) (texts[i], json[i]) = Both(ids[i]);
        return Of(query, group, texts, json);
    }

    private static DuplicateGroup Of(DuplicateQuery query, BsonDocument group, string[] texts, string[] json) =>
        new(KeyOf(query, group["_id"]!.Value.AsDocument()), group["n"]!.Value.AsInt64(), texts) { JsonIds = json };

    private static (string Text, string Json) Both(BsonElement value)
    {
        var text = PrintedValue.Of(value);
        return (text, value.Type is BsonType.Int32 or BsonType.Int64 ? text : PrintedValue.Json(value));
    }

    private static KeyValue[] KeyOf(DuplicateQuery query, BsonDocument key)
    {
        var parts = new KeyValue[query.Key.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var part = query.Key[i].Part;
            parts[i] = key[GroupPipeline.Name(i)] is { IsNull: false } value
                ? new KeyValue(part, PrintedValue.Of(value)) { Json = value.Type == BsonType.String ? null : PrintedValue.Json(value) }
                : new KeyValue(part, null, IsNull: true);
        }

        return parts;
    }
}
