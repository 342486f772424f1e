using Uniquity.Indexes;

namespace Uniquity.Duplicates;

/// <summary>The answer to a <see cref="DuplicateQuery"/>.</summary>
public sealed record DuplicateReport
{
    /// <summary>The table or collection.</summary>
    public required TableName Table { get; init; }

    /// <summary>The key that was counted.</summary>
    public required IReadOnlyList<KeyPart> Key { get; init; }

    /// <summary>Rows read (after the filter).</summary>
    public required long Rows { get; init; }

    /// <summary>Keys that more than one row has.</summary>
    public required long Groups { get; init; }

    /// <summary>Rows beyond the one of each group that may stay.</summary>
    public required long ExcessRows { get; init; }

    /// <summary>Rows whose key has a null part (or lacks a field).</summary>
    public required long NullKeyRows { get; init; }

    /// <summary>Whether those rows form groups too: because it was asked for, or because the engine's indexes count null as a value.</summary>
    public bool NullsCounted { get; init; }

    /// <summary>The largest groups first; ties in the order of the key.</summary>
    public required IReadOnlyList<DuplicateGroup> Top { get; init; }

    /// <summary>The statement that anyone can run to see the same.</summary>
    public required string Query { get; init; }
}
