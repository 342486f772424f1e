using Uniquity.Resolving;

namespace Uniquity.Enforcing;

/// <summary>What <c>enforce</c> did.</summary>
/// <param name="Plan">What was applied.</param>
/// <param name="Index">The valid index or constraint that enforces the key now.</param>
/// <param name="Runs">The resolutions that were needed, each of which can be undone; the first run first.</param>
/// <param name="Done">What was done, a line for each step.</param>
public sealed record EnforceResult(EnforcePlan Plan, string Index, IReadOnlyList<Run> Runs, IReadOnlyList<string> Done);
