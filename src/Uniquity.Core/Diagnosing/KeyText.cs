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

    /// <summary><c>1 row</c>, <c>3 rows</c>.</summary>
    public static string Rows(long count) => count == 1 ? "1 row" : $"{count} rows";

    /// <summary><c>1 key</c>, <c>3 keys</c>.</summary>
    public static string Keys(long count) => count == 1 ? "1 key" : $"{count} keys";

    private static string Value(KeyValue part) =>
        part.IsNull ? "null" : part.Value is { } value ? $"'{value}'" : "(not stated)";
}
