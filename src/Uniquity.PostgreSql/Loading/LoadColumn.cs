namespace Uniquity.PostgreSql.Loading;

/// <summary>A column that can be loaded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type without a length, so that a cast does not cut what an assignment refuses.</param>
/// <param name="Generated">Whether it is computed.</param>
/// <param name="AlwaysIdentity">Whether a value needs OVERRIDING SYSTEM VALUE.</param>
/// <param name="Sequence">The sequence that makes its values, quoted.</param>
/// <param name="NotNull">Whether null is refused.</param>
internal sealed record LoadColumn(string Name, string Type, bool Generated, bool AlwaysIdentity, string? Sequence, bool NotNull)
{
    /// <summary>Whether it holds an array.</summary>
    public bool IsArray => Type.EndsWith("[]", StringComparison.Ordinal);

    /// <summary>Whether it holds JSON.</summary>
    public bool IsJson => Type is "json" or "jsonb";

    /// <summary>Whether it holds whole numbers.</summary>
    public bool IsWhole => Type is "smallint" or "integer" or "bigint";
}
