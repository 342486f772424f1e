using Uniquity.Duplicates;
using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>A unique key that someone wants, as a person or a rules file words it.</summary>
public sealed record Rule
{
    /// <summary>The table or collection, quoted as the engine quotes.</summary>
    public required string On { get; init; }

    /// <summary>The parts of the key: columns, paths, expressions in the engine's language.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Only rows that pass this filter are to be unique; in the engine's language. <see langword="null"/> for every row.</summary>
    public string? Where { get; init; }

    /// <summary>What a null in the key is to mean.</summary>
    /// <value><see langword="null"/>: what it means by default on the engine.</value>
    public NullHandling? Nulls { get; init; }

    /// <summary>Differences that are to count as none; <see cref="Folding.Case"/> is the one that an index can keep.</summary>
    public Folding Fold { get; init; }

    /// <summary>What a conflict on it means.</summary>
    public RuleConflict Conflict { get; init; }

    /// <summary>The name that the index is to have; <see langword="null"/> for any.</summary>
    public string? Name { get; init; }

    /// <summary>Where it is written: <c>uniquity.yaml:3</c>.</summary>
    public string? Place { get; init; }
}
