using System.Text;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Values;

/// <summary>What MongoDB takes for equal has one text: 1, 1.0 and Decimal 1 are one value, missing, null and undefined another.</summary>
/// <remarks>https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/</remarks>
internal static class ComparedValue
{
    /// <summary>The text of null, and of what is missing.</summary>
    public const string Null = "0";

    /// <summary>The text of a value; of nothing, that of null.</summary>
    public static string Of(BsonElement? value) => value is { } some ? Of(some) : Null;

    /// <summary>The text of a value.</summary>
    public static string Of(BsonElement value) => value.Type switch
    {
        BsonType.Null or BsonType.Undefined => Null,
        BsonType.Int32 or BsonType.Int64 => "n" + ExactNumber.Text(value.AsInt64()),
        BsonType.Double or BsonType.Decimal128 => ExactNumber.Of(value) is { } number ? "n" + number : "n" + NotFinite(value),
        BsonType.String or BsonType.Symbol => "s" + Convert.ToHexString(value.Value[4..^1]),
        BsonType.Document => Nested('d', value.AsDocument(), names: true),
        BsonType.Array => Nested('a', value.AsDocument(), names: false),
        _ => $"{(byte)value.Type:x2}:{Convert.ToHexString(value.Value)}",
    };

    private static string NotFinite(BsonElement value)
    {
        var text = value.Type == BsonType.Double ? BitConverter.ToDouble(value.Value).ToString(System.Globalization.CultureInfo.InvariantCulture) : ExactNumber.Text(value);
        return text.Contains("NaN", StringComparison.OrdinalIgnoreCase) ? "NaN" : text.StartsWith('-') ? "-Infinity" : "Infinity";
    }

    private static string Nested(char kind, BsonDocument document, bool names)
    {
        var text = new StringBuilder().Append(kind).Append('(');
        foreach (var element in document)
        {
            if (names) text.Append((byte)element.Type is 0x01 or 0x10 or 0x12 or 0x13 ? 'n' : 'x').Append(Convert.ToHexString(element.NameBytes)).Append('=');
            text.Append(Of(element)).Append(';');
        }

        return text.Append(')').ToString();
    }
}
