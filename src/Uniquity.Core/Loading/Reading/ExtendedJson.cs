using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Uniquity.Loading.Reading;

/// <summary>Values as MongoDB's Extended JSON writes them, canonical and relaxed.</summary>
/// <remarks>https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/</remarks>
internal static class ExtendedJson
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };
    private static readonly JsonWriterOptions AsRead = new() { MaxDepth = 512, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The plain value of <c>{"$oid": …}</c> and its kin, or the object or array with plain values in their places.</summary>
    /// <returns><see langword="null"/> where there is nothing of theirs in it.</returns>
    public static LoadValue? Read(ReadOnlyMemory<byte> text)
    {
        if (text.Span.IndexOf("\"$"u8) < 0) return null;
        using var document = JsonDocument.Parse(text, Deep);
        if (Plain(document.RootElement) is { } plain) return plain;
        var written = new ArrayBufferWriter<byte>(text.Length);
        using var writer = new Utf8JsonWriter(written, AsRead);
        var any = Write(document.RootElement, writer);
        writer.Flush();
        return any ? new(LoadValueKind.Json, written.WrittenMemory) : null;
    }

    private static LoadValue? Plain(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        using var members = element.EnumerateObject();
        if (!members.MoveNext()) return null;
        var (name, value) = (members.Current.Name, members.Current.Value);
        if (members.MoveNext()) return null;
        return name switch
        {
            "$oid" or "$uuid" or "$symbol" when value.ValueKind == JsonValueKind.String => new(LoadValueKind.Text, value.GetString()),
            "$numberInt" or "$numberLong" or "$numberDouble" or "$numberDecimal" when value.ValueKind == JsonValueKind.String && IsNumber(value.GetString()!) => new(LoadValueKind.Number, value.GetString()),
            "$date" => Date(value),
            "$binary" => Binary(value),
            "$undefined" => LoadValue.Null,
            _ => null,
        };
    }

    /// <summary>Writes a value as it is, with plain values in it.</summary>
    /// <returns>Whether there was one.</returns>
    private static bool Write(JsonElement element, Utf8JsonWriter writer)
    {
        if (Plain(element) is { } plain)
        {
            if (plain.Kind == LoadValueKind.Null) writer.WriteNullValue();
            else if (plain.Kind == LoadValueKind.Number && char.IsAsciiDigit(plain.Text![^1])) writer.WriteRawValue(plain.Utf8.Span);
            else if (plain.Kind == LoadValueKind.Binary) writer.WriteStringValue(element.GetProperty("$binary").GetProperty("base64").GetString());
            else writer.WriteStringValue(plain.Utf8.Span);
            return true;
        }

        var any = false;
        if (element.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var member in element.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                any |= Write(member.Value, writer);
            }

            writer.WriteEndObject();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in element.EnumerateArray()) any |= Write(item, writer);
            writer.WriteEndArray();
        }
        else
        {
            element.WriteTo(writer);
        }

        return any;
    }

    // What a person has put there by hand goes on as JSON writes a number, or not as one.
    private static bool IsNumber(string text)
    {
        if (text is "NaN" or "Infinity" or "-Infinity") return true;
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length == bytes.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static LoadValue? Date(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) return new(LoadValueKind.Text, value.GetString());
        var number = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$numberLong", out var inner) && inner.ValueKind == JsonValueKind.String ? inner.GetString() : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null;
        if (!long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)) return null;
        if (milliseconds is < -62_135_596_800_000 or > 253_402_300_799_999) return null;
        return new(LoadValueKind.Text, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    private static LoadValue? Binary(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("base64", out var text) || text.ValueKind != JsonValueKind.String || !text.TryGetBytesFromBase64(out var bytes)) return null;
        var uuid = value.TryGetProperty("subType", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "04" && bytes.Length == 16;
        return uuid ? new(LoadValueKind.Text, new Guid(bytes, bigEndian: true).ToString()) : new(LoadValueKind.Binary, Convert.ToHexStringLower(bytes));
    }
}
