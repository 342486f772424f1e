using System.Text.Json;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>Puts the refused key together from what the error, the person and the refused row say.</summary>
internal static class RefusedKey
{
    // Each is a question to the database.
    private const int MostKeys = 200;

    public static IReadOnlyList<KeyValue> Complete(IReadOnlyList<KeyPart> parts, Violation? violation, string? value, Row? refused, IReadOnlyList<KeyValue>? ofDocument)
    {
        if (parts.Count == 0) return violation?.Key ?? [];
        var key = new KeyValue[parts.Count];
        for (var i = 0; i < parts.Count; i++) key[i] = One(parts, i, violation, value, refused, ofDocument);
        return key;
    }

    private static KeyValue One(IReadOnlyList<KeyPart> parts, int i, Violation? violation, string? value, Row? refused, IReadOnlyList<KeyValue>? ofDocument)
    {
        var name = parts[i].Part;
        var stated = violation?.Key ?? [];
        if (value is not null && parts.Count == 1) return new KeyValue(name, value);
        var said = stated.FirstOrDefault(part => part.Field == name) ?? (stated.Count == parts.Count ? stated[i] : null);
        if (said is { Value: not null } or { IsNull: true }) return said with { Field = name, IsText = Sent(said.Value, name, refused) };
        if (violation?.Sent.FirstOrDefault(field => field.Field == name) is { } sent) return sent;
        if (ofDocument is not null) return ofDocument[i];
        if (refused is not null && !parts[i].Expression && refused.Has(name))
            return new KeyValue(name, refused.Text(name), refused.Text(name) is null) { IsText = Sent(refused.Text(name), name, refused) };
        return new KeyValue(name, null);
    }

    /// <summary>The keys that an index of documents has of the refused one.</summary>
    /// <returns>None where there is no document, or rows have columns.</returns>
    public static IReadOnlyList<IReadOnlyList<KeyValue>> OfDocument(ITarget target, IReadOnlyList<KeyPart> parts, Row? refused) =>
        refused is null || parts.Count == 0 ? [] : [.. target.KeysOf(parts, refused.Fields).Take(MostKeys)];

    /// <summary>The same, where there are several and the error states none of them.</summary>
    public static IReadOnlyList<IReadOnlyList<KeyValue>> OfElements(ITarget target, IReadOnlyList<KeyPart> parts, IReadOnlyList<KeyValue> key, Row? refused) =>
        OfDocument(target, parts, refused) is [var first, _, ..] keys && first.Select(part => part.Value).SequenceEqual(key.Select(part => part.Value), StringComparer.Ordinal) ? keys : [];

    // A blob has no form of its own in JSON, so nothing tells it from a text that looks like it.
    private static bool? Sent(string? value, string name, Row? refused) =>
        value is null || refused?.Text(name) != value || value.StartsWith("\\x", StringComparison.Ordinal) ? null
        : refused.Fields.TryGetProperty(name, out var sent) ? sent.ValueKind switch { JsonValueKind.String => true, JsonValueKind.Number => false, _ => null } : null;
}
