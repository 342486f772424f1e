using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Shell;

/// <summary>Writes values as mongosh reads them, for queries that a person runs.</summary>
internal static class ShellWriter
{
    /// <summary>A document: <c>{ email: 'a@example.com' }</c>.</summary>
    public static string Document(BsonDocument document)
    {
        var text = new StringBuilder();
        Write(text, document, array: false);
        return text.ToString();
    }

    /// <summary>One value.</summary>
    public static string Value(BsonElement element)
    {
        var text = new StringBuilder();
        Write(text, element);
        return text.ToString();
    }

    /// <summary>A text in single quotes, as JavaScript reads it.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '\'' => "\\'",
                '\\' => @"\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator =>
                    string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>A collection: <c>db.users</c>, or <c>db.getCollection('odd.name')</c>.</summary>
    public static string Collection(string name) =>
        IsName(name) && !name.StartsWith('_') ? $"db.{name}" : $"db.getCollection({Quote(name)})";

    /// <summary>A field's name in a document, quoted where it has to be: <c>email</c>, <c>'address.city'</c>.</summary>
    public static string Name(string name) => IsName(name) ? name : Quote(name);

    private static void Write(StringBuilder text, BsonDocument document, bool array)
    {
        if (document.IsEmpty)
        {
            text.Append(array ? "[]" : "{}");
            return;
        }

        text.Append(array ? "[" : "{ ");
        var first = true;
        foreach (var element in document)
        {
            if (!first) text.Append(", ");
            first = false;
            if (!array) text.Append(Name(element.Name)).Append(": ");
            Write(text, element);
        }

        text.Append(array ? "]" : " }");
    }

    private static void Write(StringBuilder text, BsonElement element)
    {
        switch (element.Type)
        {
            case BsonType.Document or BsonType.Array:
                Write(text, element.AsDocument(), element.Type == BsonType.Array);
                break;
            case BsonType.String:
                text.Append(Quote(element.AsString()));
                break;
            case BsonType.Null or BsonType.Undefined:
                text.Append("null");
                break;
            case BsonType.Boolean:
                text.Append(element.IsTrue ? "true" : "false");
                break;
            case BsonType.Int32:
                text.Append(CultureInfo.InvariantCulture, $"{element.AsInt64()}");
                break;
            case BsonType.Int64:
                text.Append(CultureInfo.InvariantCulture, $"NumberLong('{element.AsInt64()}')");
                break;
            case BsonType.Double:
                text.Append(Number(BinaryPrimitives.ReadDoubleLittleEndian(element.Value)));
                break;
            case BsonType.ObjectId:
                text.Append(CultureInfo.InvariantCulture, $"ObjectId('{Convert.ToHexStringLower(element.Value)}')");
                break;
            case BsonType.DateTime:
                text.Append(Date(element.AsInt64()));
                break;
            case BsonType.Binary when element.Value[4] == 4 && element.Value.Length == 21:
                text.Append(CultureInfo.InvariantCulture, $"UUID('{new Guid(element.Value[5..], bigEndian: true)}')");
                break;
            case BsonType.Binary:
                text.Append(CultureInfo.InvariantCulture, $"BinData({element.Value[4]}, '{Convert.ToBase64String(Bytes(element))}')");
                break;
            default:
                WriteExtended(text, element);
                break;
        }
    }

    // The old subtype 2 has its length once more before the bytes, which the shell writes by itself: https://bsonspec.org/spec.html.
    private static ReadOnlySpan<byte> Bytes(BsonElement binary) => binary.Value[4] == 2 && binary.Value.Length >= 9 ? binary.Value[9..] : binary.Value[5..];

    private static string Number(double number) =>
        double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? (number > 0 ? "Infinity" : "-Infinity")
        : number == 0 && double.IsNegative(number) ? "-0"
        : number == Math.Floor(number) && Math.Abs(number) < 1e15 ? string.Create(CultureInfo.InvariantCulture, $"Double({number:R})") : number.ToString("R", CultureInfo.InvariantCulture);

    // mongosh's ISODate takes years of four digits.
    private static string Date(long milliseconds) =>
        milliseconds is >= -62135596800000 and <= 253402300799999
            ? $"ISODate('{DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}')"
            : string.Create(CultureInfo.InvariantCulture, $"new Date({milliseconds})");

    // Timestamps, regular expressions, code: mongosh has EJSON for all of them.
    private static void WriteExtended(StringBuilder text, BsonElement element)
    {
        var json = new BsonBuilder().Add("v", element).Build().ToCanonicalJson();
        using var parsed = JsonDocument.Parse(json);
        if (element.Type == BsonType.Decimal128)
        {
            text.Append(CultureInfo.InvariantCulture, $"NumberDecimal('{parsed.RootElement.GetProperty("v").GetProperty("$numberDecimal").GetString()}')");
            return;
        }

        text.Append("EJSON.parse(").Append(Quote(parsed.RootElement.GetProperty("v").GetRawText())).Append(')');
    }

    private static bool IsName(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] is '_' or '$') && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$');
}
