using System.Globalization;
using System.Text.Json;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Shell;

/// <summary>From Extended JSON to BSON, a value at a time.</summary>
/// <remarks>libbson reads a whole document too, but takes the operator <c>$type</c> with a list for a binary of the old notation.</remarks>
internal static class ExtendedJson
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "$oid", "$date", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$binary", "$uuid", "$regularExpression",
        "$timestamp", "$minKey", "$maxKey", "$undefined", "$code", "$symbol", "$dbPointer",
    };

    /// <summary>The document of an object.</summary>
    /// <exception cref="FormatException">A value is not one that BSON has.</exception>
    public static BsonDocument Read(JsonElement json)
    {
        var document = new BsonBuilder();
        foreach (var field in json.EnumerateObject()) Add(document, field.Name, field.Value);
        return document.Build();
    }

    private static void Add(BsonBuilder document, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when IsTyped(value):
                TypedJson.Check(value);
                document.Add(name, BsonDocument.Parse("{\"v\":" + value.GetRawText() + "}")["v"]!.Value);
                break;
            case JsonValueKind.Object:
                document.Add(name, Read(value));
                break;
            case JsonValueKind.Array:
                document.AddArray(name, Items(value));
                break;
            case JsonValueKind.String:
                document.Add(name, value.GetString());
                break;
            case JsonValueKind.Null:
                document.AddNull(name);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                document.Add(name, value.GetBoolean());
                break;
            default:
                JsonNumber.Add(document, name, value.GetRawText());
                break;
        }
    }

    private static BsonDocument Items(JsonElement array)
    {
        var items = new BsonBuilder();
        var index = 0;
        foreach (var item in array.EnumerateArray()) Add(items, (index++).ToString(CultureInfo.InvariantCulture), item);
        return items.Build();
    }

    private static bool IsTyped(JsonElement value)
    {
        foreach (var first in value.EnumerateObject()) return Types.Contains(first.Name);
        return false;
    }
}
