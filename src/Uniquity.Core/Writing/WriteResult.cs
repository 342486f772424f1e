using Uniquity.Violations;

namespace Uniquity.Writing;

/// <summary>What became of one row.</summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="Outcome">What happened.</param>
/// <param name="Row">The row as it is stored, generated columns included; as it was sent where nothing of it was written.</param>
public sealed record WriteResult<T>(WriteOutcome Outcome, T Row)
{
    /// <summary>Which index refused the row.</summary>
    /// <value><see langword="null"/> unless <see cref="Outcome"/> is <see cref="WriteOutcome.Rejected"/>.</value>
    public Violation? Rejection { get; init; }

    /// <summary>The outcome alone: a row may hold personal data.</summary>
    public override string ToString() => Outcome.ToString();
}
