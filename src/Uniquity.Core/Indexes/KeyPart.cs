namespace Uniquity.Indexes;

/// <summary>One column, field path or expression of a key.</summary>
/// <param name="Part">The column or path as the catalogue spells it, or the expression in the engine's language.</param>
/// <param name="Expression">Whether <paramref name="Part"/> is an expression rather than a column or path.</param>
/// <param name="Descending">Whether the index sorts it in descending order.</param>
public sealed record KeyPart(string Part, bool Expression = false, bool Descending = false)
{
    /// <summary>The collation of this part where it is not the column's default; <see langword="null"/> otherwise.</summary>
    public string? Collation { get; init; }
}
