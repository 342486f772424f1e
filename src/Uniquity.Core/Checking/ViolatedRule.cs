using Uniquity.Duplicates;

namespace Uniquity.Checking;

/// <summary>A rule that the rows break now.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Report">The groups.</param>
public sealed record ViolatedRule(Rule Rule, DuplicateReport Report);
