namespace Uniquity.Resolving;

/// <summary>What a resolution will do, as reviewed; nothing is run that it does not show.</summary>
public sealed record ResolvePlan
{
    /// <summary>What was asked.</summary>
    public required ResolveRequest Request { get; init; }

    /// <summary>How the rows of a group are ordered, in words, ties included; the first stays.</summary>
    public required string Order { get; init; }

    /// <summary>Keys that more than one row has.</summary>
    public required long Groups { get; init; }

    /// <summary>Rows that go.</summary>
    public required long Removed { get; init; }

    /// <summary>Rows that stay and change (merge).</summary>
    public required long Changed { get; init; }

    /// <summary>What happens to rows that refer to rows that go, a foreign key each; only those with rows.</summary>
    public required IReadOnlyList<ChildPlan> Children { get; init; }

    /// <summary>Up to five groups before and after.</summary>
    public required IReadOnlyList<GroupSample> Samples { get; init; }

    /// <summary>A hash over every row that the plan read; a plan whose data has another is refused.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The statements of one batch, as they will be sent.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>What a person should know before saying yes.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
