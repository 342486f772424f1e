using System.Globalization;
using System.Text.Json;

namespace Uniquity.MongoDb.Shell;

/// <summary>The constructors of mongosh, and those that server messages print.</summary>
internal static class ShellCall
{
    /// <summary>Writes the value as Extended JSON.</summary>
    /// <returns>Whether MongoDB has such a value.</returns>
    public static bool Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> arguments)
    {
        switch (name, arguments)
        {
            case ("ObjectId", [{ Length: 24 } hex]):
                return Wrapped(writer, "$oid", hex);
            case ("ISODate" or "Date", [var moment]):
                return WriteDate(writer, moment);
            case ("datetime.datetime", [_, _, _, ..]):
                return WritePythonDate(writer, arguments);
            case ("NumberLong" or "Long" or "Long.fromString" or "Int64", [var number]) when long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _):
                return Wrapped(writer, "$numberLong", number);
            case ("NumberInt" or "Int32", [var number]) when int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _):
                return Wrapped(writer, "$numberInt", number);
            case ("Double", [var number]):
                return Wrapped(writer, "$numberDouble", number);
            case ("NumberDecimal" or "Decimal128" or "Decimal128.fromString", [var number]):
                return Wrapped(writer, "$numberDecimal", number);
            case ("UUID", [var uuid]) when Guid.TryParse(uuid, out var guid):
                return WriteBinary(writer, 4, Convert.ToBase64String(guid.ToByteArray(bigEndian: true)));
            case ("BinData" or "Binary.createFromBase64", [var subtype, var data]) when byte.TryParse(subtype, CultureInfo.InvariantCulture, out var kind):
                return WriteBinary(writer, kind, data);
            case ("Timestamp", [var seconds, var ordinal]) when uint.TryParse(seconds, CultureInfo.InvariantCulture, out var t) && uint.TryParse(ordinal, CultureInfo.InvariantCulture, out var i):
                return WriteTimestamp(writer, t, i);
            case ("EJSON.parse", [var json]):
                return WriteJson(writer, json);
            case ("MinKey" or "MaxKey", []):
                writer.WriteStartObject();
                writer.WriteNumber(name == "MinKey" ? "$minKey" : "$maxKey", 1);
                writer.WriteEndObject();
                return true;
            default:
                return false;
        }
    }

    private static bool WriteDate(Utf8JsonWriter writer, string moment)
    {
        if (!long.TryParse(moment, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
        {
            if (!DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)) return false;
            milliseconds = read.ToUnixTimeMilliseconds();
        }

        writer.WriteStartObject();
        writer.WriteStartObject("$date");
        writer.WriteString("$numberLong", milliseconds.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndObject();
        writer.WriteEndObject();
        return true;
    }

    // As Python prints a moment without a zone, which PyMongo takes for UTC: year, month, day, hour, minute, second, microsecond.
    private static bool WritePythonDate(Utf8JsonWriter writer, IReadOnlyList<string> arguments)
    {
        var parts = new int[7];
        if (arguments.Count > parts.Length) return false;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!int.TryParse(arguments[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i])) return false;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{parts[0]:D4}-{parts[1]:D2}-{parts[2]:D2}T{parts[3]:D2}:{parts[4]:D2}:{parts[5]:D2}.{parts[6]:D6}Z");
        return WriteDate(writer, text);
    }

    private static bool WriteJson(Utf8JsonWriter writer, string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            parsed.RootElement.WriteTo(writer);
            return true;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // No JSON, or a text with half of a surrogate pair.
            return false;
        }
    }

    private static bool WriteBinary(Utf8JsonWriter writer, byte subtype, string base64)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("$binary");
        writer.WriteString("base64", base64);
        writer.WriteString("subType", subtype.ToString("x2", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
        writer.WriteEndObject();
        return true;
    }

    private static bool WriteTimestamp(Utf8JsonWriter writer, uint seconds, uint ordinal)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("$timestamp");
        writer.WriteNumber("t", seconds);
        writer.WriteNumber("i", ordinal);
        writer.WriteEndObject();
        writer.WriteEndObject();
        return true;
    }

    private static bool Wrapped(Utf8JsonWriter writer, string type, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(type, value);
        writer.WriteEndObject();
        return true;
    }
}
