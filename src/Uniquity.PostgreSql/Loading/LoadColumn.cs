namespace Uniquity.PostgreSql.Loading;

/// <summary>A column that can be loaded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type without a length, so that a cast does not cut what an assignment refuses.</param>
/// <param name="Generated">Whether it is computed.</param>
/// <param name="AlwaysIdentity">Whether a value needs OVERRIDING SYSTEM VALUE.</param>
/// <param name="Sequence">The sequence that makes its values, quoted.</param>
/// <param name="Base">The type under a domain; else the type itself.</param>
/// <param name="HasDefault">Whether a row that is not given a value gets one.</param>
internal sealed record LoadColumn(string Name, string Type, bool Generated, bool AlwaysIdentity, string? Sequence, string Base, bool HasDefault)
{
    /// <summary>Whether the operators of its type are found by their names alone.</summary>
    public bool IsInPath => !Type.Contains('.', StringComparison.Ordinal);

    /// <summary>Whether it holds an array.</summary>
    public bool IsArray => Base.EndsWith("[]", StringComparison.Ordinal);

    /// <summary>Whether it holds JSON.</summary>
    public bool IsJson => Base is "json" or "jsonb";

    /// <summary>Whether it holds whole numbers.</summary>
    public bool IsWhole => Base is "smallint" or "integer" or "bigint";
}
