namespace Uniquity.Violations;

/// <summary>An error of the same family that is no unique violation: a foreign key, a deadlock, a refused connection.</summary>
/// <param name="Code">The page that explains it, <c>UQ901</c> to <c>UQ909</c>, or another cause's code (<c>UQ308</c>, <c>UQ309</c>).</param>
/// <param name="SqlState">The SQLSTATE or server code, where there is one (<c>23503</c>, <c>112</c>).</param>
/// <param name="Line">The line on which the text states it, 1 or more.</param>
public sealed record RelatedError(string Code, string? SqlState, int Line)
{
    /// <summary>What else the text states; <see langword="null"/> where nothing was read.</summary>
    public RelatedFacts? Facts { get; init; }
}
