namespace Uniquity.Enforcing;

/// <summary>How far a step has come.</summary>
/// <param name="Step">What is being done, in words: <c>building users_email_key: scanning table</c>.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">Of how much; <see langword="null"/> where the engine does not say.</param>
/// <param name="Unit">What is counted: <c>blocks</c>, <c>rows</c>, <c>groups</c>.</param>
public sealed record EnforceProgress(string Step, long Done, long? Total, string Unit);
