using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>A rule that nothing enforces.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Table">Its table; <see langword="null"/> where there is none.</param>
/// <param name="Why">What was found instead, in one sentence.</param>
/// <param name="Index">An index that looks like it and does not enforce it: invalid, or hidden.</param>
public sealed record MissingRule(Rule Rule, TableName? Table, string Why, UniqueIndex? Index)
{
    /// <summary>Whether the database has all that the rule names, so that an index could be built for it.</summary>
    public bool CanBeBuilt { get; init; }
}
