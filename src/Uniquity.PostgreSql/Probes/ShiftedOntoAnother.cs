using Uniquity.Causes;
using Uniquity.Diagnosing;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ305 for an UPDATE that computes its keys: the end state itself has rows that share a key.</summary>
/// <remarks>An UPDATE that sets a plain value is judged by the core, which knows the row that holds it.</remarks>
internal sealed class ShiftedOntoAnother(ShiftedKeys shift) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ305";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.Index is not { } index || await shift.SharedAfterAsync(context, cancellationToken) is not { Value: > 0 } outcome) return ProbeResult.Absent;
        var names = string.Join(", ", index.Key.Select(part => part.Part));
        return Verdict.Of(
            Code, Confidence.Certain,
            $"The UPDATE would leave rows of {index.Table} that share {names}, in whatever order it runs: the new values are wrong, or the rows mean the same thing.",
            [new($"after the whole UPDATE, {(outcome.Value == 5 ? "5 keys or more" : outcome.Value == 1 ? "1 key" : $"{outcome.Value} keys")} of {index.Table} would be shared", outcome.Query)],
            Verdict.Advice("Look at the rows that would meet: where they mean the same thing, merge them; else leave them out of the UPDATE", RemedyKind.Data));
    }
}
