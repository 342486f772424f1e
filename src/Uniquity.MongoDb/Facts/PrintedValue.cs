using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Facts;

/// <summary>A value as the JSON contract has it: a string without its quotes, anything else as the shell prints it.</summary>
internal static class PrintedValue
{
    // What stands in JSON as it is: ASCII without control characters, quotes and backslashes.
    private static readonly SearchValues<byte> PlainText = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Where(static c => c is not ('"' or '\\')).Select(static c => (byte)c)]);

    /// <summary>The text of a value.</summary>
    public static string Of(BsonElement value) => value.Type switch
    {
        BsonType.String => value.AsString(),
        BsonType.Int32 or BsonType.Int64 => value.AsInt64().ToString(CultureInfo.InvariantCulture),
        BsonType.Double or BsonType.Decimal128 => Plain(value),
        _ => ShellWriter.Value(value),
    };

    /// <summary>The value as relaxed Extended JSON, which keeps its type.</summary>
    public static string Json(BsonElement value)
    {
        // Lists have millions of these, and a way over libbson and its text for each.
        if (value.Type is BsonType.Int32 or BsonType.Int64) return value.AsInt64().ToString(CultureInfo.InvariantCulture);
        if (value.Type == BsonType.String && !value.Value[4..^1].ContainsAnyExcept(PlainText)) return $"\"{value.AsString()}\"";
        if (value.Type == BsonType.ObjectId) return $$"""{"$oid":"{{Convert.ToHexStringLower(value.Value)}}"}""";

        using var whole = JsonDocument.Parse(new BsonBuilder().Add("v", value).Build().ToRelaxedJson(), new JsonDocumentOptions { MaxDepth = 256 });
        return whole.RootElement.GetProperty("v").GetRawText();
    }

    // Double(42) is 42 to a person, and equals 42 in an index.
    private static string Plain(BsonElement value)
    {
        var text = ShellWriter.Value(value);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? text : text[(open + 1)..^1].Trim('\'');
    }

    /// <summary>The values that a printed text may stand for: the string itself, and what the shell would read in it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isText">Whether the writer sent a string; null where nothing tells.</param>
    public static IReadOnlyList<BsonElement> Candidates(string text, bool? isText = null)
    {
        var plain = new BsonBuilder().Add("v", text).Build()["v"]!.Value;
        var other = isText == true ? null : ShellReader.Value(Called(text));
        return other is { Type: not BsonType.String } typed ? isText == false ? [typed] : [plain, typed] : [plain];
    }

    // JSON of a driver's error has no types, and Node prints a date bare: what looks like an id or a moment may be one.
    private static string Called(string text) =>
        text.Length == 24 && text.All(char.IsAsciiHexDigit) ? $"ObjectId('{text}')"
        : text.Length is >= 20 and <= 24 && text[10] == 'T' && text[^1] == 'Z' && text.All(static c => char.IsAsciiDigit(c) || c is 'T' or 'Z' or '-' or ':' or '.') ? $"ISODate('{text}')"
        : text;
}
