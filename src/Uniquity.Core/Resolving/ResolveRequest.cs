using Uniquity.Duplicates;
using Uniquity.Indexes;

namespace Uniquity.Resolving;

/// <summary>What a person asks of <c>resolve</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The key whose duplicates are resolved.</param>
/// <param name="Keep">Which row of each group stays.</param>
public sealed record ResolveRequest(TableName Table, IReadOnlyList<KeyPart> Key, KeepPolicy Keep)
{
    /// <summary>What the row that stays takes from the others; empty to leave it as it is.</summary>
    public IReadOnlyList<MergeRule> Merge { get; init; } = [];

    /// <summary>Only rows that pass this filter are looked at and touched; in the engine's language.</summary>
    public string? Where { get; init; }

    /// <summary>Differences between keys that count as none.</summary>
    public Folding Fold { get; init; }

    /// <summary>What becomes of rows that refer to a row that goes.</summary>
    public ChildrenPolicy Children { get; init; }

    /// <summary>Fields of other tables that refer to this one without a declared foreign key, as <c>table.column</c>.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Groups in a transaction; <see langword="null"/> lets the adapter choose so that one stays under a second.</summary>
    public int? BatchGroups { get; init; }

    /// <summary>The pause between two batches.</summary>
    /// <value>None.</value>
    public TimeSpan Pause { get; init; }
}
