using System.Buffers.Binary;
using System.Text.Json;
using Uniquity.Loading;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Loading;

/// <summary>Makes documents of records.</summary>
/// <param name="request">What is loaded.</param>
/// <param name="types">The types of CSV's texts; <see langword="null"/> where the file brings types.</param>
/// <param name="ids">Makes an <c>_id</c> for a record that has none: always the same for the same record of a load.</param>
internal sealed class RecordDocuments(LoadRequest request, FieldTypes? types, Func<long, BsonElement> ids)
{
    // https://www.mongodb.com/docs/manual/reference/limits/#mongodb-limit-BSON-Document-Size
    private const int Largest = 16 * 1024 * 1024;

    // https://www.mongodb.com/docs/manual/reference/limits/#mongodb-limit-Nested-Depth-for-BSON-Documents
    private const int MostLevels = 100;
    private const int DigitsOfInt64 = 19;

    /// <summary>Makes one.</summary>
    /// <param name="record">The record.</param>
    /// <param name="number">Its number in the file.</param>
    /// <param name="fields">The path of each field; empty for one that is left out.</param>
    public LoadItem Of(LoadRecord record, long number, IReadOnlyList<string> fields)
    {
        var item = new LoadItem(record, number);
        if (record.Fault is { } fault)
        {
            item.Refuse("record", fault);
            return item;
        }

        try
        {
            var values = Values(record, fields);
            var own = values.Find(value => value.Path == "_id");
            var id = own.Path is null ? ids(number) : own.Value;
            var set = values.FindAll(value => value.Path != "_id");
            var document = Document(id, set);
            if (document.Bytes.Length <= Largest) return item with { Document = document, Set = set, HasOwnId = own.Path is not null };
            item.Refuse("value", FormattableString.Invariant($"as a document it has {document.Bytes.Length:N0} bytes, and MongoDB takes {Largest:N0}"));
        }
        catch (FormatException wrong)
        {
            item.Refuse("value", wrong.Message);
        }

        return item;
    }

    /// <summary>An <c>_id</c> made of the load and the record's number: a record that is sent twice is refused by the index of <c>_id</c>.</summary>
    public static BsonElement Id(DateTimeOffset started, Guid load, long number)
    {
        var bytes = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)started.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), BitConverter.ToInt32(load.ToByteArray()));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), (uint)number);
        return new(BsonType.ObjectId, "_id"u8.ToArray(), bytes);
    }

    private List<(string Path, BsonElement Value)> Values(LoadRecord record, IReadOnlyList<string> fields)
    {
        var document = new BsonBuilder();
        var paths = new List<string>();
        foreach (var field in record.Order ?? Enumerable.Range(0, fields.Count))
        {
            var value = record[field];
            if (fields[field].Length == 0 || value.Kind == LoadValueKind.Missing) continue;

            // Where CSV has nothing for an _id, the record has none: nulls would be one and the same.
            if (!request.IsJson && value.Kind == LoadValueKind.Null && fields[field] == "_id") continue;
            Add(document, $"{paths.Count}", fields[field], value);
            paths.Add(fields[field]);
        }

        return [.. document.Build().Elements().Select((element, at) => (paths[at], element))];
    }

    private void Add(BsonBuilder document, string name, string field, LoadValue value)
    {
        var text = value.Text ?? "";
        switch (value.Kind)
        {
            case LoadValueKind.Null: document.AddNull(name); break;
            case LoadValueKind.Number: JsonNumber.Add(document, name, text); break;
            case LoadValueKind.Boolean: document.Add(name, text == "true"); break;
            case LoadValueKind.Json: document.Add(name, Extended(text)); break;
            default:
                if (types is null) document.Add(name, text);
                else types.Add(document, name, field, text);
                break;
        }
    }

    // libbson takes a field $type for the old notation of a binary, and makes another number of a whole one beyond 64 bits: then it is read value by value.
    private static BsonElement Extended(string json)
    {
        var wrapped = "{\"v\":" + json + "}";
        if (TypedJson.MayHave(json))
        {
            using var typed = Parsed(wrapped);
            TypedJson.Check(typed.RootElement);
        }

        if (!HasLongNumber(json))
        {
            try
            {
                return BsonDocument.Parse(wrapped)["v"]!.Value;
            }
            catch (FormatException)
            {
                // It is told below what is wrong.
            }
        }

        using var parsed = Parsed(wrapped);
        return ExtendedJson.Read(parsed.RootElement)["v"]!.Value;
    }

    private static JsonDocument Parsed(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MostLevels });
        }
        catch (JsonException fault)
        {
            throw new FormatException($"a value in it has more than {MostLevels} levels", fault);
        }
    }

    private static bool HasLongNumber(ReadOnlySpan<char> json)
    {
        for (var rest = json; rest.IndexOfAnyInRange('0', '9') is >= 0 and var start;)
        {
            rest = rest[start..];
            var length = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length;
            if (length >= DigitsOfInt64) return true;
            rest = rest[length..];
        }

        return false;
    }

    // A dot in the header of a CSV file leads into a document, as mongoimport has it; a dot in a name of JSON is a part of the name.
    private BsonDocument Document(BsonElement id, List<(string Path, BsonElement Value)> set)
    {
        if (!request.IsJson && set.Exists(value => value.Path.Contains('.', StringComparison.Ordinal)))
            return set.Aggregate(new BsonBuilder().Add("_id", id).Build(), (document, value) => DocumentPath.Set(document, value.Path, value.Value));
        return set.Aggregate(new BsonBuilder().Add("_id", id), (document, value) => document.Add(value.Path, value.Value)).Build();
    }
}
