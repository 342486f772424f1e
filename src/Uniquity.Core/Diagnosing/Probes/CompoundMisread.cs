using Uniquity.Causes;
using Uniquity.Facts;
using Uniquity.Wording;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ107: the key has several parts, each repeats freely, and only their combination is held.</summary>
internal sealed class CompoundMisread : ICauseProbe
{
    private const long CountCap = 1000;

    public string Code => "UQ107";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Key.Count: > 1 } index, Holder: { Row: not null } holder } || context.Key.Any(static part => part.Value is null)) return ProbeResult.Absent;
        var evidence = new List<Evidence> { new($"the combination {KeyText.Show(context.Key)} is held by one row", holder.Query) };
        for (var i = 0; i < index.Key.Count; i++)
        {
            var rows = await context.Target.Facts.CountAsync(index.Table, [new Condition.Equal(index.Key[i], context.Key[i].Value!)], CountCap, cancellationToken).ConfigureAwait(false);

            // A part that occurs once by itself would be refused by itself: nobody misread the key.
            if (rows.Value < 2) return ProbeResult.Absent;
            evidence.Add(new Evidence($"{index.Key[i].Part} = '{context.Key[i].Value}' stands in {(rows.Value >= CountCap ? "at least " : "")}{Counted.Of(rows.Value, "row")}", rows.Query));
        }

        var subset = AskedForSubset(context);
        return Named.As(
            Code, subset ? Confidence.Certain : Confidence.Likely,
            $"{index.Name} is over {KeyText.Names(index.Key)} together. Each of them repeats by itself; the combination is taken{(subset ? $", and {context.Request.Key} alone is not the key" : "")}.",
            evidence, Remedies.ForCompound(context, index));
    }

    // Whoever asks with --key for fewer parts than the index has takes those for the key.
    private static bool AskedForSubset(DiagnosisContext context) =>
        context.Request.Key is { } asked && context.Index is { } index
        && !index.Key.All(part => ColumnsOf.Mentions(asked, part.Part));
}
