namespace Uniquity.Diagnosing;

/// <summary>A cause that could not be looked for.</summary>
/// <param name="Cause">Its code.</param>
/// <param name="Why">The reason, in one sentence.</param>
public sealed record NotChecked(string Cause, string Why);
