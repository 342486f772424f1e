using System.Text.Json;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>Puts the refused key together from what the error, the person and the refused row say.</summary>
internal static class RefusedKey
{
    // Each is a question to the database.
    private const int MostKeys = 200;

    public static IReadOnlyList<KeyValue> Complete(IReadOnlyList<KeyPart> parts, Violation? violation, string? value, Row? refused, bool missingIsNull)
    {
        if (parts.Count == 0) return violation?.Key ?? [];
        var key = new KeyValue[parts.Count];
        for (var i = 0; i < parts.Count; i++) key[i] = One(parts, i, violation, value, refused, missingIsNull);
        return key;
    }

    private static KeyValue One(IReadOnlyList<KeyPart> parts, int i, Violation? violation, string? value, Row? refused, bool missingIsNull)
    {
        var name = parts[i].Part;
        var stated = violation?.Key ?? [];
        if (value is not null && parts.Count == 1) return new KeyValue(name, value);
        var said = stated.FirstOrDefault(part => part.Field == name) ?? (stated.Count == parts.Count ? stated[i] : null);
        if (said is { Value: not null } or { IsNull: true }) return said with { Field = name, IsText = Sent(said.Value, name, refused) };
        if (violation?.Sent.FirstOrDefault(field => field.Field == name) is { } sent) return sent;
        if (refused is not null && !parts[i].Expression && missingIsNull) return Of(name, refused.Elements(name) is [var first, ..] ? first : default);
        if (refused is not null && !parts[i].Expression && refused.Has(name))
            return new KeyValue(name, refused.Text(name), refused.Text(name) is null) { IsText = Sent(refused.Text(name), name, refused) };
        return new KeyValue(name, null);
    }

    /// <summary>The keys that an index of documents has of the refused one: where a part leads to an array, one for each of its elements.</summary>
    /// <returns>None where no part is an array, or the error states the key.</returns>
    public static IReadOnlyList<IReadOnlyList<KeyValue>> OfElements(IReadOnlyList<KeyPart> parts, IReadOnlyList<KeyValue> key, Row? refused)
    {
        if (refused is null || parts.Count != key.Count) return [];
        var elements = parts.Select(part => refused.Elements(part.Part)).ToList();
        if (!elements.Exists(values => values.Count > 1) || parts.Where((part, i) => elements[i] is [var first, ..] && Row.TextOf(first) != key[i].Value).Any()) return [];
        IEnumerable<IReadOnlyList<KeyValue>> keys = [[]];
        for (var i = 0; i < parts.Count; i++)
        {
            var name = parts[i].Part;
            IReadOnlyList<KeyValue> values = elements[i].Count == 0 ? [key[i]] : [.. elements[i].Select(value => Of(name, value)).Distinct()];
            keys = keys.SelectMany(before => values.Select(value => (IReadOnlyList<KeyValue>)[.. before, value]));
        }

        return [.. keys.Take(MostKeys)];
    }

    private static KeyValue Of(string name, JsonElement value) => new(name, Row.TextOf(value), Row.TextOf(value) is null)
    {
        IsText = value.ValueKind switch { JsonValueKind.String when !value.GetString()!.StartsWith("\\x", StringComparison.Ordinal) => true, JsonValueKind.Number => false, _ => null },
    };

    // A blob has no form of its own in JSON, so nothing tells it from a text that looks like it.
    private static bool? Sent(string? value, string name, Row? refused) =>
        value is null || refused?.Text(name) != value || value.StartsWith("\\x", StringComparison.Ordinal) ? null
        : refused.Fields.TryGetProperty(name, out var sent) ? sent.ValueKind switch { JsonValueKind.String => true, JsonValueKind.Number => false, _ => null } : null;
}
