using System.Globalization;
using Uniquity.Causes;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ404: the text holds many refusals of one primary key, without gaps, and all of them are stored: an earlier load brought them.</summary>
internal sealed class RestoredOver : ICauseProbe
{
    private const int Fewest = 3;
    private const int Looked = 10;

    public string Code => "UQ404";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Primary: true, Key: [var part] } index, HolderRow: { } stored, Violation.Kind: not ViolationKind.IndexBuild }) return ProbeResult.Absent;
        var refused = context.Request.Reading.Violations.Where(other => IsOf(other, index)).Select(other => other.Key[0]).DistinctBy(key => key.Value).ToList();
        var runs = KeyRuns.Of([.. refused.Select(key => key.Value!)]);

        // A dump comes in long runs; ids of two sources meet here and there.
        if (refused.Count < Fewest || runs is null || runs.Count * Fewest > refused.Count) return ProbeResult.Absent;
        var same = context.Refused is { } row ? RowComparison.Of(row, stored) : null;
        if (same is { Different.Count: > 0 }) return ProbeResult.Absent;

        var holders = new List<(string Value, HolderFact Fact)>();
        var step = Math.Max(1, refused.Count / Looked);
        for (var at = 0; at < refused.Count; at += step)
        {
            var holder = await context.Target.Facts.FindHolderAsync(index, [refused[at] with { Field = part.Part }], cancellationToken).ConfigureAwait(false);
            if (holder.Row is null) return ProbeResult.Absent;
            holders.Add((refused[at].Value!, holder));
        }

        var equal = same is { Same.Count: > 1 };
        var shown = string.Join(", ", runs.Select(run => $"{run.First} to {run.Last}"));
        List<Evidence> evidence =
        [
            new($"the text holds {Counted.Of(refused.Count, "refused key")} of {index.Name}, {(runs.Count == 1 ? "without gaps" : $"in {Counted.Of(runs.Count, "run")} without gaps")}: {part.Part} {shown}", null),
            new(string.Create(CultureInfo.InvariantCulture, $"of {holders.Count} of them that were looked up all are stored: {part.Part} {holders[0].Value} is"), holders[0].Fact.Query),
            new($"and so is {part.Part} {holders[^1].Value}", holders[^1].Fact.Query),
        ];
        if (equal) evidence.Add(new Evidence($"the stored row equals the refused one in all of: {string.Join(", ", same!.Same)}", null));
        return Named.As(
            Code, equal ? Confidence.Certain : Confidence.Likely,
            $"{Counted.Of(refused.Count, "row")} of one load ({part.Part} {shown}) are in {index.Table} already, one beside the other: an earlier load of the same data brought them, or a dump is restored over it.",
            evidence, Remedies.ForTakenId(context, index));
    }

    private static bool IsOf(Violation other, UniqueIndex index) =>
        other.Key is [{ Value: not null }] && other.Kind != ViolationKind.IndexBuild
        && (other.Table is null || other.Table == index.Table.Name) && (other.Index is null || other.Index == index.Name)
        && (other.Index is not null || other.Key[0].Field == index.Key[0].Part);
}
