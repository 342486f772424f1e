using Uniquity.Causes;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ301: two writers looked, found nothing, and inserted the same within seconds.</summary>
internal sealed class LookThenInsert(TimeProvider clock) : ICauseProbe
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(10);

    public string Code => "UQ301";

    public ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Judge(context));

    private ProbeResult Judge(DiagnosisContext context)
    {
        if (context is not { Index: { } index, HolderRow: { } stored }) return ProbeResult.Absent;
        // A question about a key, without an error, a row or a statement: nothing was refused, so nobody raced.
        if (context.Request is { Reading.Violations.Count: 0, Document: null, Statement: null }) return ProbeResult.Absent;
        if (context.Operation is WriteOperation.Update or WriteOperation.IndexBuild or WriteOperation.Bulk) return ProbeResult.Absent;
        if (HolderAge.Of(context, clock) is not { } age || age.Value > Seconds) return ProbeResult.Absent;
        var evidence = new List<Evidence> { age.Evidence };

        // A fresh row alone proves no race: a person may have signed up twice. What was sent must be the same beyond the key, or bear its own stamp.
        var confidence = Confidence.Possible;
        if (context.Refused is { } refused)
        {
            // Ids and stamps are made anew by every writer; what they say of the world must be the same.
            var comparison = RowComparison.Of(refused, stored);
            var different = comparison.Different.Where(field => !IsOwnToEachWrite(field, context)).ToList();
            if (different.Count > 0 || SameWrite.Token(refused, stored, index) is not null) return ProbeResult.Absent;
            evidence.Add(new Evidence($"the refused row equals it in: {string.Join(", ", comparison.Same)}", null));
            if (age.OfRefusal || comparison.Same.Any(field => !index.Key.Any(part => part.Part == field))) confidence = Confidence.Certain;
        }

        return Named.As(
            Code, confidence,
            $"The row that holds {KeyText.Show(context.Key)} is only {HolderAge.Show(age.Value)} older than the refusal{(confidence == Confidence.Certain ? " and says the same" : "")}: two writers {(confidence == Confidence.Certain ? "" : "may have ")}looked at once, found nothing, and both inserted.",
            evidence, Remedies.ForRace(context, index));
    }

    private static bool IsOwnToEachWrite(string field, DiagnosisContext context) =>
        Moment.IsCreated(field) || field.StartsWith("updated", StringComparison.OrdinalIgnoreCase) || field.StartsWith("modified", StringComparison.OrdinalIgnoreCase)
        || field is "id" or "_id" or "uuid"
        || context.Columns.Any(column => column.Name == field && column.Generator is not null);
}
