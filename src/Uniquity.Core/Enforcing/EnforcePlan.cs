using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.Resolving;

namespace Uniquity.Enforcing;

/// <summary>What <c>enforce</c> will do, as reviewed; nothing is run that it does not show.</summary>
public sealed record EnforcePlan
{
    /// <summary>What was asked.</summary>
    public required EnforceRequest Request { get; init; }

    /// <summary>The name that the index or constraint will have.</summary>
    public required string Name { get; init; }

    /// <summary>The key as it is indexed: folding is part of it.</summary>
    public required IReadOnlyList<KeyPart> Key { get; init; }

    /// <summary>The filter as it is indexed; <see langword="null"/> where every row counts.</summary>
    public string? Filter { get; init; }

    /// <summary>The valid unique index that enforces the key already; there is nothing to do then.</summary>
    public string? AlreadyEnforcedBy { get; init; }

    /// <summary>Rows read.</summary>
    public long Rows { get; init; }

    /// <summary>Keys that more than one row has.</summary>
    public long Groups { get; init; }

    /// <summary>Rows beyond the one of each group that may stay.</summary>
    public long ExcessRows { get; init; }

    /// <summary>The largest groups.</summary>
    public IReadOnlyList<DuplicateGroup> Top { get; init; } = [];

    /// <summary>The statement that counted, for anyone to run.</summary>
    public string? Query { get; init; }

    /// <summary>What becomes of the duplicates; <see langword="null"/> where there are none, or nobody said.</summary>
    public ResolvePlan? Resolve { get; init; }

    /// <summary>The steps, in their order.</summary>
    public required IReadOnlyList<EnforceStep> Steps { get; init; }

    /// <summary>What an earlier call left, and what becomes of it.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];

    /// <summary>What a person should know before saying yes.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether duplicates stand in the way, and nobody said what becomes of them.</summary>
    public bool IsBlocked => AlreadyEnforcedBy is null && Groups > 0 && Resolve is null;
}
