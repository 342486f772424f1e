using Uniquity.Causes;
using Uniquity.Facts;
using Uniquity.Targets;

namespace Uniquity.Diagnosing;

/// <summary>Takes a violation to its cause: completes it from the catalogue, finds the row that holds the key, runs every probe.</summary>
/// <remarks>Read-only. Not safe for concurrent use, as the target is not.</remarks>
/// <param name="target">The database.</param>
/// <param name="clock">The clock that ages are measured by where only a column tells the time.</param>
public sealed class Diagnoser(ITarget target, TimeProvider? clock = null)
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;

    /// <summary>Diagnoses.</summary>
    /// <param name="request">What the person knows.</param>
    /// <param name="progress">Told each step in words as it begins: the timeline.</param>
    /// <param name="cancellationToken">Stops between statements and inside one.</param>
    /// <returns>The diagnosis; causes may be empty.</returns>
    /// <exception cref="TargetException">The target cannot be reached.</exception>
    /// <exception cref="UsageException">The table or key that the person named does not exist.</exception>
    public async ValueTask<Diagnosis> DiagnoseAsync(
        DiagnosisRequest request, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        progress?.Report(request.Reading.Violations.Count > 0 ? "read the error" : "read what was asked");
        progress?.Report("look where this is");
        var info = await target.DescribeAsync(cancellationToken).ConfigureAwait(false);
        if (request.Document is { } given) request = request with { Document = target.ReadDocument(given) };
        var notes = new List<string>();
        var unchecked_ = new List<NotChecked>();

        progress?.Report("find the index in the catalogue");
        var context = await new ContextBuilder(target, info, notes, unchecked_).BuildAsync(request, progress, cancellationToken).ConfigureAwait(false);

        var causes = new List<NamedCause>();
        foreach (var probe in TimelineOrder.Of([.. Probes.CoreProbes.All(clock), .. target.Probes]))
        {
            progress?.Report(TimelineOrder.Words(probe));
            try
            {
                var result = await probe.ProbeAsync(context, cancellationToken).ConfigureAwait(false);
                if (result.Cause is { } cause) causes.Add(cause);
                if (result.NotChecked is { } why) unchecked_.Add(new NotChecked(probe.Code, why));
            }
            catch (Exception failure) when (failure is NotCheckedException or TargetException)
            {
                unchecked_.Add(new NotChecked(probe.Code, failure.Message));
            }
        }

        progress?.Report("settle on the cause, and on what ends it");
        return new Diagnosis
        {
            Violation = context.Violation,
            Target = info,
            Index = context.Index,
            Holder = context.Holder,
            Refused = context.Refused,
            Causes = CauseOrder.Settle(causes, context),
            NotChecked = [.. unchecked_.Distinct()],
            Related = request.Reading.Related,
            Notes = notes,
        };
    }
}
