using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.Resolving;

namespace Uniquity.Enforcing;

/// <summary>What a person asks of <c>enforce</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The key that is to be unique.</param>
public sealed record EnforceRequest(TableName Table, IReadOnlyList<KeyPart> Key)
{
    /// <summary>The name of the index or constraint; <see langword="null"/> for the one that the engine would choose.</summary>
    public string? Name { get; init; }

    /// <summary>Only rows that pass this filter have to be unique; in the engine's language.</summary>
    public string? Where { get; init; }

    /// <summary>Whether rows whose key has a null (or lacks a field) are left out of the index.</summary>
    public bool SkipNull { get; init; }

    /// <summary>Differences between keys that count as none.</summary>
    public Folding Fold { get; init; }

    /// <summary>What becomes of nulls.</summary>
    /// <value><see langword="null"/>: what the engine makes of them by default.</value>
    public NullHandling? Nulls { get; init; }

    /// <summary>The index or constraint that the new one takes the place of.</summary>
    public string? Replace { get; init; }

    /// <summary>Index or constraint.</summary>
    public EnforceAs As { get; init; }

    /// <summary>Which row of each group stays where there are duplicates; <see langword="null"/> to refuse them.</summary>
    public KeepPolicy? Keep { get; init; }

    /// <summary>What the row that stays takes from the others.</summary>
    public IReadOnlyList<MergeRule> Merge { get; init; } = [];

    /// <summary>What becomes of rows that refer to a row that goes.</summary>
    public ChildrenPolicy Children { get; init; }

    /// <summary>Fields of other tables that refer to this one without a declared foreign key, as <c>table.column</c>.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Whether writers of a key that is there already are refused from now on, before the index stands.</summary>
    public bool Guard { get; init; }
}
