using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>A rule that a unique index stands for.</summary>
/// <param name="Rule">The rule; <see langword="null"/> where the index makes none.</param>
/// <param name="Index">The index.</param>
/// <param name="LeftOut">Why it makes none, in one sentence; <see langword="null"/> where it does.</param>
public sealed record LiveRule(Rule? Rule, UniqueIndex Index, string? LeftOut);
