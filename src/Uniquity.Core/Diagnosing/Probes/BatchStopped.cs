using Uniquity.Causes;
using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ307: many rows were sent together, and the first duplicate stopped them all.</summary>
internal sealed class BatchStopped : ICauseProbe
{
    public string Code => "UQ307";

    public ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Judge(context));

    private ProbeResult Judge(DiagnosisContext context)
    {
        if (context.Violation is not { } violation || violation.Kind == ViolationKind.IndexBuild) return ProbeResult.Absent;
        if (violation.Context is { } where && where.StartsWith("COPY", StringComparison.OrdinalIgnoreCase))
        {
            var line = where.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? where[..end] : where;
            return Name(context, $"The refusal came in {line}: COPY is all or nothing, so no row of it was stored.", new Evidence($"CONTEXT: {line}", null));
        }

        if (context.ParsedStatement is { Rows.Count: > 1 } insert)
            return Name(context, $"The INSERT brought {Counted.Of(insert.Rows.Count, "row")} in one statement: one refused row took the rest with it.", new Evidence($"the statement has {Counted.Of(insert.Rows.Count, "row")}", null));
        return context.Operation == WriteOperation.Bulk
            ? Name(context, "The rows were sent in one batch, which ends at its first duplicate: what stood behind it was not written.", new Evidence("the operation is a bulk write", null))
            : ProbeResult.Absent;
    }

    private ProbeResult Name(DiagnosisContext context, string why, Evidence evidence) =>
        Named.As(Code, Confidence.Certain, why, [evidence], Remedies.ForBatch(context));
}
