using System.Text.Json;

namespace Uniquity.Facts;

/// <summary>One live row (or document), with its values as JSON.</summary>
/// <param name="Fields">A JSON object: numbers, strings, booleans and null as such; what JSON cannot hold as Extended JSON, else text.</param>
public sealed record Row(JsonElement Fields)
{
    /// <summary>The value of a field, or of a dotted path into a document, as text: a string without quotes, other values as JSON prints them.</summary>
    /// <returns><see langword="null"/> where the field is null or missing.</returns>
    public string? Text(string field) => Find(field) is { } value ? TextOf(value) : null;

    /// <summary>The value as a sentence prints it: of Extended JSON, which wraps a date or an id into an object of its own, what is inside.</summary>
    /// <returns><see langword="null"/> where the field is null or missing.</returns>
    internal string? Said(string field) =>
        Find(field) is { ValueKind: JsonValueKind.Object } wrapped && wrapped.EnumerateObject().ToList() is [{ Value.ValueKind: JsonValueKind.String } only] && only.Name.StartsWith('$')
            ? only.Value.GetString()
            : Text(field);

    /// <summary>The values that an index of documents has of a field or a dotted path: through an array, those of its elements.</summary>
    /// <returns>None where the field is missing, or the array empty.</returns>
    public IReadOnlyList<JsonElement> Elements(string field)
    {
        if (Fields.TryGetProperty(field, out var whole)) return Items(whole);
        var found = new List<JsonElement> { Fields };
        foreach (var name in field.Split('.'))
            found = [.. found.SelectMany(Items).Where(outer => outer.ValueKind == JsonValueKind.Object && outer.TryGetProperty(name, out _)).Select(outer => outer.GetProperty(name))];
        return [.. found.SelectMany(Items)];
    }

    /// <summary>A value as text: a string without quotes, other values as JSON prints them; <see langword="null"/> for null.</summary>
    internal static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static IReadOnlyList<JsonElement> Items(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

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
