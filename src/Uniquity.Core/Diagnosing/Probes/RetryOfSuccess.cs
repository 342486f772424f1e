using Uniquity.Causes;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ302: the write was sent again after it had succeeded.</summary>
internal sealed class RetryOfSuccess(TimeProvider clock) : ICauseProbe
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public string Code => "UQ302";

    public ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Judge(context));

    private ProbeResult Judge(DiagnosisContext context)
    {
        if (context is not { Index: { } index, HolderRow: { } stored, Holder: { } holder, Refused: { } refused }) return ProbeResult.Absent;
        if (context.Operation is WriteOperation.Update or WriteOperation.IndexBuild) return ProbeResult.Absent;
        // What was stored and deleted since is not what was asked for.
        if (stored.Fields.EnumerateObject().Any(field => Tombstone.Judge(field.Name, stored.Text(field.Name), clock.GetUtcNow()) is not null)) return ProbeResult.Absent;
        var comparison = RowComparison.Of(refused, stored);
        var said = comparison.Same.Where(field => !index.Key.Any(part => part.Part == field)).ToList();
        if (comparison.Different.Count > 0 || said.Count == 0) return ProbeResult.Absent;

        var age = HolderAge.Of(context, clock);
        var token = SameWrite.Token(refused, stored, index);
        if (Degree(token is not null, age?.Value, index.Primary) is not { } confidence) return ProbeResult.Absent;
        var evidence = new List<Evidence> { new($"the stored row equals the refused one in every field sent: {string.Join(", ", comparison.Same)}", holder.Query) };
        if (token is not null) evidence.Add(new Evidence($"{token} is the same in both: one and the same write carries it", null));
        if (age is not null) evidence.Add(age.Evidence);
        return Named.As(
            Code, confidence,
            $"The row that holds {KeyText.Show(context.Key)} is exactly what was refused: the write had succeeded, and was sent again.",
            evidence, Remedies.ForRetry(context, index));
    }

    // The writer's own mark proves it; without one, only a fresh row speaks for it (an old one is an import run again).
    private static Confidence? Degree(bool marked, TimeSpan? age, bool primary)
    {
        if (marked) return age is { } old && old > Day ? Confidence.Likely : Confidence.Certain;
        if (age is { } since) return since <= Recent ? Confidence.Likely : null;
        return primary ? null : Confidence.Likely;
    }
}
