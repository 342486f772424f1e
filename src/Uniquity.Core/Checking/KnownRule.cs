using Uniquity.Duplicates;
using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>A rule whose table, columns and filter the database has.</summary>
internal sealed record KnownRule(Rule Rule, TableName Table, IReadOnlyList<KeyPart> Key, IReadOnlyList<WantedPart> Parts, RowFilter Filter)
{
    /// <summary>The question for the rows that break it.</summary>
    public DuplicateQuery Question => new(Table, Key)
    {
        Where = Rule.Where,
        Fold = Rule.Fold,
        IncludeNull = Rule.Nulls is NullHandling.NotDistinct or NullHandling.Value,
        Top = 3,
        IdsPerGroup = 3,
    };

    /// <summary>Whether another rule wants the same.</summary>
    public bool Repeats(KnownRule other) =>
        Table == other.Table && Rule.Nulls == other.Rule.Nulls && Rule.Fold == other.Rule.Fold && Filter.Same(other.Filter, nullsApart: Rule.Nulls is null or NullHandling.Distinct)
        && Parts.Select(part => part.Plain).ToHashSet().SetEquals(other.Parts.Select(part => part.Plain));
}
