using System.Globalization;
using System.Text.Json;

namespace Uniquity.Loading.Reading;

/// <summary>Values as MongoDB's Extended JSON writes them, canonical and relaxed.</summary>
/// <remarks>https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/</remarks>
internal static class ExtendedJson
{
    /// <summary>The plain value of <c>{"$oid": …}</c> and its kin.</summary>
    /// <returns><see langword="null"/> where the object is not one of them.</returns>
    public static LoadValue? Read(ReadOnlyMemory<byte> text)
    {
        if (text.Span.IndexOf("\"$"u8) < 0) return null;
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 512 });
        if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
        using var members = document.RootElement.EnumerateObject();
        if (!members.MoveNext()) return null;
        var (name, value) = (members.Current.Name, members.Current.Value);
        if (members.MoveNext()) return null;
        return name switch
        {
            "$oid" or "$uuid" or "$symbol" when value.ValueKind == JsonValueKind.String => new(LoadValueKind.Text, value.GetString()),
            "$numberInt" or "$numberLong" or "$numberDouble" or "$numberDecimal" when value.ValueKind == JsonValueKind.String => new(LoadValueKind.Number, value.GetString()),
            "$date" => Date(value),
            "$binary" => Binary(value),
            "$undefined" => LoadValue.Null,
            _ => null,
        };
    }

    private static LoadValue? Date(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) return new(LoadValueKind.Text, value.GetString());
        var number = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$numberLong", out var inner) ? inner.GetString() : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null;
        if (!long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)) return null;
        if (milliseconds is < -62_135_596_800_000 or > 253_402_300_799_999) return null;
        return new(LoadValueKind.Text, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    private static LoadValue? Binary(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("base64", out var text) || !text.TryGetBytesFromBase64(out var bytes)) return null;
        var uuid = value.TryGetProperty("subType", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "04" && bytes.Length == 16;
        return uuid ? new(LoadValueKind.Text, new Guid(bytes, bigEndian: true).ToString()) : new(LoadValueKind.Binary, Convert.ToHexStringLower(bytes));
    }
}
