using Uniquity.Indexes;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>Puts keys into sentences.</summary>
internal static class KeyText
{
    /// <summary><c>email = 'a@example.com', tenant_id = 7</c>.</summary>
    public static string Show(IReadOnlyList<KeyValue> key) =>
        key.Count == 0 ? "this key" : string.Join(", ", key.Select(static part => $"{part.Field ?? "key"} = {Value(part)}"));

    /// <summary><c>email, tenant_id</c>.</summary>
    public static string Names(IReadOnlyList<KeyPart> key) => string.Join(", ", key.Select(static part => part.Part));

    private static string Value(KeyValue part) =>
        part.IsNull ? "null" : part.Value is { } value ? $"'{value}'" : "(not stated)";
}
