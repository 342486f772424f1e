namespace Uniquity.Writing;

/// <summary>One part of an arbiter.</summary>
/// <param name="Sql">The part as it stands in the index: a quoted column, or an expression in brackets.</param>
/// <param name="Column">Which of the row's columns has its value.</param>
/// <param name="Function">The function around the column; <see langword="null"/> for none.</param>
internal sealed record ArbiterPart(string Sql, int Column, string? Function)
{
    /// <summary>The value in the form in which the index has it, compared as the index does.</summary>
    public string Value(string parameter) => (Function is null ? parameter : $"{Function}({parameter})") + (Collation is null ? "" : $" COLLATE {Collation}");

    /// <summary>The collation by which the index compares, where it is not the column's own; as SQL.</summary>
    public string? Collation { get; init; }
}
