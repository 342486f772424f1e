namespace Uniquity.Causes;

/// <summary>A cause with what supports it in this case.</summary>
public sealed record NamedCause
{
    /// <summary>The catalogue's entry.</summary>
    public required Cause Cause { get; init; }

    /// <summary>How far the facts carry it.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>One or two sentences for this case, with the user's names.</summary>
    public required string Why { get; init; }

    /// <summary>The facts.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>The ways to end it, the most reversible first.</summary>
    public IReadOnlyList<Remedy> Remedies { get; init; } = [];
}
