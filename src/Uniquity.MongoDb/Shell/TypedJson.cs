using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Shell;

/// <summary>Values of Extended JSON that libbson takes for others without a word: an ObjectId with a letter that is no digit, a decimal that does not fit.</summary>
internal static class TypedJson
{
    private const string RegexOptions = "ilmsux";

    private static readonly SearchValues<string> Names = SearchValues.Create(["\"$oid\"", "\"$numberDouble\"", "\"$numberDecimal\"", "\"$timestamp\"", "\"$regularExpression\""], StringComparison.Ordinal);

    /// <summary>Whether a text of JSON may have one: then <see cref="Check"/> tells.</summary>
    public static bool MayHave(ReadOnlySpan<char> json) => json.ContainsAny(Names);

    /// <summary>Looks at a value and all inside it.</summary>
    /// <exception cref="FormatException">One of them is not what its type says.</exception>
    public static void Check(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray()) Check(item);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (!IsRight(member.Name, member.Value)) throw new FormatException($"{member.Value.GetRawText()} is no value of {member.Name}");
                Check(member.Value);
            }
        }
    }

    // What libbson refuses by itself is left to it.
    private static bool IsRight(string name, JsonElement value) => name switch
    {
        "$oid" when value.ValueKind == JsonValueKind.String => value.GetString() is { Length: 24 } text && text.All(char.IsAsciiHexDigit),
        "$numberDouble" when value.ValueKind == JsonValueKind.String => double.TryParse(value.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _),
        "$numberDecimal" when value.ValueKind == JsonValueKind.String => IsDecimal(value),
        "$timestamp" when value.ValueKind == JsonValueKind.Object => value.EnumerateObject().All(part => part.Value.ValueKind != JsonValueKind.Number || part.Value.TryGetUInt32(out _)),
        "$regularExpression" when value.ValueKind == JsonValueKind.Object => !value.TryGetProperty("options", out var options) || options.ValueKind != JsonValueKind.String || options.GetString()!.All(RegexOptions.Contains),
        _ => true,
    };

    /// <summary>Whether it is a number that a decimal holds: libbson makes NaN of any other text.</summary>
    private static bool IsDecimal(JsonElement value)
    {
        if (string.Equals(value.GetString(), "NaN", StringComparison.OrdinalIgnoreCase)) return true;
        var read = BsonDocument.Parse("{\"v\":{\"$numberDecimal\":" + value.GetRawText() + "}}")["v"]!.Value;

        // The first byte of a NaN, which stands last: sign, then five bits of the combination field. IEEE 754-2008, 3.5.2.
        return (read.Value[^1] & 0x7c) != 0x7c;
    }
}
