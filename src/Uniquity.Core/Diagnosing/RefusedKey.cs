using System.Text.Json;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>Puts the refused key together from what the error, the person and the refused row say.</summary>
internal static class RefusedKey
{
    public static IReadOnlyList<KeyValue> Complete(IReadOnlyList<KeyPart> parts, Violation? violation, string? value, Row? refused, bool missingIsNull)
    {
        if (parts.Count == 0) return violation?.Key ?? [];
        var stated = violation?.Key ?? [];
        var key = new KeyValue[parts.Count];
        for (var i = 0; i < parts.Count; i++) key[i] = One(parts, i, stated, value, refused, missingIsNull);
        return key;
    }

    private static KeyValue One(IReadOnlyList<KeyPart> parts, int i, IReadOnlyList<KeyValue> stated, string? value, Row? refused, bool missingIsNull)
    {
        var name = parts[i].Part;
        if (value is not null && parts.Count == 1) return new KeyValue(name, value);
        var said = stated.FirstOrDefault(part => part.Field == name) ?? (stated.Count == parts.Count ? stated[i] : null);
        if (said is { Value: not null } or { IsNull: true }) return said with { Field = name, IsText = Sent(said.Value, name, refused) };
        if (refused is not null && !parts[i].Expression && (missingIsNull || refused.Has(name)))
            return new KeyValue(name, refused.Text(name), refused.Text(name) is null) { IsText = Sent(refused.Text(name), name, refused) };
        return new KeyValue(name, null);
    }

    // A blob has no form of its own in JSON, so nothing tells it from a text that looks like it.
    private static bool? Sent(string? value, string name, Row? refused) =>
        value is null || refused?.Text(name) != value || value.StartsWith("\\x", StringComparison.Ordinal) ? null
        : refused.Fields.TryGetProperty(name, out var sent) ? sent.ValueKind switch { JsonValueKind.String => true, JsonValueKind.Number => false, _ => null } : null;
}
