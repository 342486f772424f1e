using System.Text.Json;

namespace Uniquity.Facts;

/// <summary>One live row (or document), with its values as JSON.</summary>
/// <param name="Fields">A JSON object: numbers, strings, booleans and null as such; what JSON cannot hold as Extended JSON, else text.</param>
public sealed record Row(JsonElement Fields)
{
    /// <summary>The value of a field, or of a dotted path into a document, as text: a string without quotes, other values as JSON prints them.</summary>
    /// <returns><see langword="null"/> where the field is null or missing.</returns>
    public string? Text(string field) =>
        Find(field) is { } value ? value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        } : null;

    /// <summary>Whether the row has the field, null or not.</summary>
    public bool Has(string field) => Find(field) is not null;

    // A name may hold dots itself; a path into a document has them between its names.
    private JsonElement? Find(string field)
    {
        if (Fields.TryGetProperty(field, out var whole)) return whole;
        var inner = Fields;
        foreach (var name in field.Split('.'))
        {
            if (inner.ValueKind != JsonValueKind.Object || !inner.TryGetProperty(name, out inner)) return null;
        }

        return inner;
    }
}
