namespace Uniquity.Causes;

/// <summary>Why a violation happened: an entry of the catalogue.</summary>
/// <param name="Code">A code that never changes: <c>UQ104</c>.</param>
/// <param name="Title">What it is, in a few words, as its page is headed.</param>
/// <param name="Rank">
/// How specific it is: where two causes are equally certain, the higher comes first (a soft-deleted holder before 'the same
/// business key again').
/// </param>
public sealed record Cause(string Code, string Title, int Rank);
