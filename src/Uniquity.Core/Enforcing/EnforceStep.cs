namespace Uniquity.Enforcing;

/// <summary>One step, with what it runs and whom it holds up.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="What">What it does, in words.</param>
/// <param name="Statements">The statements, as they are sent.</param>
/// <param name="Lock">What is blocked meanwhile, and for how long, in words.</param>
public sealed record EnforceStep(EnforceStepKind Kind, string What, IReadOnlyList<string> Statements, string Lock);
