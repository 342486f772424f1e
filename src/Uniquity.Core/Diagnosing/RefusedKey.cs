using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>Puts the refused key together from what the error, the person and the refused row say.</summary>
internal static class RefusedKey
{
    public static IReadOnlyList<KeyValue> Complete(IReadOnlyList<KeyPart> parts, Violation? violation, string? value, Row? refused)
    {
        if (parts.Count == 0) return violation?.Key ?? [];
        var stated = violation?.Key ?? [];
        var key = new KeyValue[parts.Count];
        for (var i = 0; i < parts.Count; i++) key[i] = One(parts, i, stated, value, refused);
        return key;
    }

    private static KeyValue One(IReadOnlyList<KeyPart> parts, int i, IReadOnlyList<KeyValue> stated, string? value, Row? refused)
    {
        var name = parts[i].Part;
        if (value is not null && parts.Count == 1) return new KeyValue(name, value);
        var said = stated.FirstOrDefault(part => part.Field == name) ?? (stated.Count == parts.Count ? stated[i] : null);
        if (said is { Value: not null } or { IsNull: true }) return said with { Field = name };
        if (refused is not null && !parts[i].Expression && refused.Has(name))
            return new KeyValue(name, refused.Text(name), refused.Text(name) is null);
        return new KeyValue(name, null);
    }
}
