using Uniquity.Causes;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>Why a violation happened, with the evidence.</summary>
public sealed record Diagnosis
{
    /// <summary>The violation, completed from the catalogue; <see langword="null"/> where the text is no unique violation.</summary>
    public Violation? Violation { get; init; }

    /// <summary>Where the evidence comes from.</summary>
    public required TargetInfo Target { get; init; }

    /// <summary>The unique index, where it exists.</summary>
    public UniqueIndex? Index { get; init; }

    /// <summary>The row that holds the key; <see langword="null"/> where it was not looked for (no key, no index).</summary>
    public HolderFact? Holder { get; init; }

    /// <summary>The refused row, as far as it is known: shown beside <see cref="Holder"/>.</summary>
    public Row? Refused { get; init; }

    /// <summary>The causes, the most specific of the most certain first.</summary>
    public IReadOnlyList<NamedCause> Causes { get; init; } = [];

    /// <summary>What could not be checked.</summary>
    public IReadOnlyList<NotChecked> NotChecked { get; init; } = [];

    /// <summary>Related errors that the text holds.</summary>
    public IReadOnlyList<RelatedError> Related { get; init; } = [];

    /// <summary>Sentences said before all causes: another environment's namespace, a table that is not here.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
