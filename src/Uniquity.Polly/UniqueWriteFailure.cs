using Uniquity.Violations;

namespace Uniquity.Polly;

/// <summary>One failed attempt.</summary>
/// <param name="Exception">What was thrown.</param>
/// <param name="Failure">What it means.</param>
/// <param name="Action">What is done about it.</param>
/// <param name="Attempt">Which attempt failed; the first is 0.</param>
public sealed record UniqueWriteFailure(Exception Exception, WriteFailure Failure, UniqueWriteAction Action, int Attempt)
{
    /// <summary>What is done, without the exception: its message may hold values.</summary>
    public override string ToString() => $"{Failure} in attempt {Attempt}: {Action}";
}
