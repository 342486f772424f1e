using Uniquity.Indexes;
using Uniquity.Violations;
using Uniquity.Wording;

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
    public static string Rows(long count) => Counted.Of(count, "row");

    /// <summary><c>1 key</c>, <c>3 keys</c>.</summary>
    public static string Keys(long count) => Counted.Of(count, "key");

    private static string Value(KeyValue part) =>
        part.IsNull ? "null" : part.Value is not { } value ? "(not stated)" : part.Json is null ? $"'{value}'" : value;
}
