using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Uniquity.Cli.Screens;

/// <summary>A field of a row as a person reads it: what came as Extended JSON as mongosh prints it.</summary>
internal static class FieldText
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value: null apart from the text 'null', an empty text as quotes.</summary>
    public static Ink Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => new Ink("null", Tone.Faint),
        JsonValueKind.String when value.GetString() is { Length: 0 } => new Ink("'' (empty)", Tone.Faint),
        JsonValueKind.String => value.GetString()!,
        _ when value.GetRawText() is ['{' or '[', ' ', ..] => Shell(value),
        _ => value.GetRawText(),
    };

    // The C driver writes { "a" : 1 }, with blanks that other engines' JSON has not.
    private static string Shell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when Typed(value) is { } typed => typed,
        JsonValueKind.Object => value.EnumerateObject().Any() ? $"{{ {string.Join(", ", value.EnumerateObject().Select(field => $"{Name(field.Name)}: {Shell(field.Value)}"))} }}" : "{}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Shell))}]",
        JsonValueKind.String => Quoted(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static string? Typed(JsonElement value)
    {
        if (value.GetPropertyCount() != 1) return null;
        var only = value.EnumerateObject().First();
        return (only.Name, only.Value.ValueKind) switch
        {
            ("$oid", JsonValueKind.String) => $"ObjectId({Quoted(only.Value.GetString()!)})",
            ("$date", JsonValueKind.String) => $"ISODate({Quoted(only.Value.GetString()!)})",
            ("$date", JsonValueKind.Object) when only.Value.TryGetProperty("$numberLong", out var milliseconds) => $"new Date({milliseconds.GetString()})",
            ("$numberLong" or "$numberDouble", JsonValueKind.String) => only.Value.GetString(),
            ("$numberDecimal", JsonValueKind.String) => $"NumberDecimal({Quoted(only.Value.GetString()!)})",
            ("$binary", JsonValueKind.Object) when only.Value.TryGetProperty("subType", out var subtype) && only.Value.TryGetProperty("base64", out var data)
                && byte.TryParse(subtype.GetString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var kind) => $"BinData({kind}, {Quoted(data.GetString()!)})",
            _ => null,
        };
    }

    private static string Name(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? name : Quoted(name);

    private static string Quoted(string text)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Readable)) writer.WriteStringValue(text);
        return $"'{System.Text.Encoding.UTF8.GetString(bytes.ToArray())[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
    }
}
