using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Uniquity.Checking;
using Uniquity.Duplicates;
using Uniquity.Indexes;

namespace Uniquity.Cli.Rules;

/// <summary>One index that a Mongoose schema declares.</summary>
/// <param name="on">The collection.</param>
/// <param name="keys">The keys with their directions.</param>
/// <param name="options">The options; undefined where there are none.</param>
internal sealed class MongooseIndex(string on, JsonElement keys, JsonElement options)
{
    /// <summary>The rule, or why it makes none; <see langword="null"/> where the index is not unique, and of no interest.</summary>
    public LiveRule? Rule
    {
        get
        {
            var parts = keys.EnumerateObject().ToList();
            if (!IsSet("unique") || parts is [{ Name: "_id" }]) return null;
            var index = new UniqueIndex
            {
                Table = new TableName(null, on),
                Name = Option("name") is { ValueKind: JsonValueKind.String } name ? name.GetString()! : string.Join('_', parts.Select(part => $"{part.Name}_{Direction(part.Value)}")),
                Key = [.. parts.Select(part => new KeyPart(part.Name, Descending: Direction(part.Value) == "-1"))],
                Filter = Option("partialFilterExpression") is { ValueKind: JsonValueKind.Object } filter && filter.EnumerateObject().Any() ? Compact(filter.WriteTo) : null,
                Nulls = IsSet("sparse") ? NullHandling.Sparse : NullHandling.Value,
                Collation = Option("collation") is { ValueKind: JsonValueKind.Object } collation ? collation.GetRawText() : null,
            };
            var odd = parts.Find(part => Direction(part.Value) is not ("1" or "-1"));
            return odd.Value.ValueKind != JsonValueKind.Undefined
                ? new(null, index, $"an index on {odd.Name} as {Direction(odd.Value)} cannot be unique")
                : new(Of(index), index, null);
        }
    }

    private Rule Of(UniqueIndex index) => new()
    {
        On = on,
        Key = [.. index.Key.Select(part => IsPlain(part.Part) ? part.Part : $"{{ {Compact(json => json.WriteStringValue(part.Part))}: 1 }}")],
        Where = index.Filter,
        Nulls = index.Nulls == NullHandling.Sparse ? NullHandling.Sparse : null,
        Fold = FoldsCase() ? Folding.Case : Folding.None,
    };

    // https://www.mongodb.com/docs/manual/reference/collation/: 1 compares letters, 2 accents too, 3 case too.
    private bool FoldsCase() =>
        Option("collation") is { ValueKind: JsonValueKind.Object } collation
        && collation.TryGetProperty("strength", out var strength) && strength.ValueKind == JsonValueKind.Number && strength.TryGetInt32(out var level) && level is 1 or 2
        && !(collation.TryGetProperty("caseLevel", out var caseLevel) && caseLevel.ValueKind == JsonValueKind.True);

    // A list would tear these apart, or take them for expressions.
    private static bool IsPlain(string path) => path.Trim() == path && !path.AsSpan().ContainsAny(",({");

    private static string Direction(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) && number is 1 or -1 => number < 0 ? "-1" : "1",
        JsonValueKind.String => value.GetString() switch { "asc" or "ascending" or "1" => "1", "desc" or "descending" or "-1" => "-1", var other => other ?? "" },
        _ => value.GetRawText(),
    };

    // unique: true, or a message: 'Phone is taken'.
    private bool IsSet(string name) => Option(name) switch
    {
        { ValueKind: JsonValueKind.True or JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Object } => true,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble() != 0,
        _ => false,
    };

    private static string Compact(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(json);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private JsonElement Option(string name) => options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out var value) ? value : default;
}
