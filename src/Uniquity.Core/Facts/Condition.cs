namespace Uniquity.Facts;

/// <summary>One condition on rows; several are joined by AND.</summary>
/// <remarks>Values travel as parameters; only the query of a <see cref="Fact{T}"/> shows them as literals.</remarks>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>A key part equals a value, compared as the part's type (and the given index's collation) compares.</summary>
    /// <param name="Part">A column, path or expression.</param>
    /// <param name="Value">The value as printed; cast to the part's type.</param>
    public sealed record Equal(Indexes.KeyPart Part, string Value) : Condition;

    /// <summary>A key part is null (or missing).</summary>
    public sealed record IsNull(Indexes.KeyPart Part) : Condition;

    /// <summary>The row passes a filter in the engine's language (taken from the catalogue or typed by the person).</summary>
    public sealed record Passes(string Filter) : Condition;

    /// <summary>The row does not pass the filter (false or unknown).</summary>
    public sealed record Fails(string Filter) : Condition;
}
