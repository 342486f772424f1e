using Uniquity.Indexes;

namespace Uniquity.Duplicates;

/// <summary>A question for the duplicate groups of a key.</summary>
/// <param name="Table">The table or collection.</param>
/// <param name="Key">The key, existing or wanted.</param>
public sealed record DuplicateQuery(TableName Table, IReadOnlyList<KeyPart> Key)
{
    /// <summary>Only rows that pass this filter count; in the engine's language.</summary>
    public string? Where { get; init; }

    /// <summary>Whether rows whose key has a null (or lacks a field) form groups too.</summary>
    /// <value>False: nulls are the index's own, and a unique index ignores them by default.</value>
    public bool IncludeNull { get; init; }

    /// <summary>Differences that count as none.</summary>
    public Folding Fold { get; init; }

    /// <summary>How many groups the report shows, the largest first.</summary>
    /// <value>20.</value>
    public int Top { get; init; } = 20;

    /// <summary>The most row ids that a group of the report shows.</summary>
    /// <value>10.</value>
    public int IdsPerGroup { get; init; } = 10;
}
