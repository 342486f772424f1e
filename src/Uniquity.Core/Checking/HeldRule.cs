using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>A rule that a unique index enforces.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Index">The index.</param>
/// <param name="Note">What a person may want to know though it changes nothing: another order of the key, a second index that does the same.</param>
public sealed record HeldRule(Rule Rule, UniqueIndex Index, string? Note);
