using Uniquity.Violations;

namespace Uniquity.Cli.Screens;

/// <summary>Words a key: <c>email = a@example.com, tenant_id = 7</c>.</summary>
internal static class KeyText
{
    /// <summary>Words one.</summary>
    /// <returns><see langword="null"/> for an empty key.</returns>
    public static string? Of(IReadOnlyList<KeyValue> key)
    {
        if (key.Count == 0) return null;
        return string.Join(", ", key.Select(Part));
    }

    /// <summary>Words a value: null apart from the text 'null', an empty text as quotes.</summary>
    public static string Value(KeyValue part) => part switch
    {
        { IsNull: true } => "null",
        { Value: null } => "(not stated)",
        { Value: "" } => "'' (empty)",
        { Value: var value } when value.Trim().Length != value.Length || value == "null" => $"'{value}'",
        { Value: var value } => value,
    };

    private static string Part(KeyValue part) => part.Field is null ? Value(part) : $"{part.Field} = {Value(part)}";
}
