using Uniquity.Duplicates;
using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>A rule whose table, columns and filter the database has.</summary>
internal sealed record KnownRule(Rule Rule, TableName Table, IReadOnlyList<KeyPart> Key, IReadOnlyList<WantedPart> Parts, RowFilter Filter, NullHandling Nulls)
{
    /// <summary>The filter for the rows that are counted: those that an index of the rule would hold.</summary>
    public required string? Counted { get; init; }

    /// <summary>The question for the rows that break it.</summary>
    public DuplicateQuery Question => new(Table, Key)
    {
        Where = Counted,
        Fold = Rule.Fold,
        IncludeNull = Nulls is NullHandling.NotDistinct or NullHandling.Value,
        Top = 3,
        IdsPerGroup = 3,
    };

    /// <summary>Whether another rule wants the same.</summary>
    public bool Repeats(KnownRule other) =>
        Table == other.Table && Nulls == other.Nulls && Rule.Fold == other.Rule.Fold && Filter.Same(other.Filter, nullsApart: Nulls == NullHandling.Distinct)
        && Parts.Select(part => part.Plain).ToHashSet().SetEquals(other.Parts.Select(part => part.Plain));
}
