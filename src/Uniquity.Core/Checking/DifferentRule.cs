using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>A rule whose key an index has, with other options.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Index">The index.</param>
/// <param name="Differences">In what they differ, at least one thing.</param>
public sealed record DifferentRule(Rule Rule, UniqueIndex Index, IReadOnlyList<Difference> Differences);
