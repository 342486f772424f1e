namespace Uniquity.Enforcing;

/// <summary>What <c>drop-index</c> did.</summary>
/// <param name="Plan">What was applied.</param>
/// <param name="Done">What was done, a line for each step.</param>
public sealed record DropIndexResult(DropIndexPlan Plan, IReadOnlyList<string> Done);
