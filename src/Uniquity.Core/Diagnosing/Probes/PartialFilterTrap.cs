using Uniquity.Causes;
using Uniquity.Facts;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ203: rows with the same key live in peace outside the filter of a partial index, and meet only inside it.</summary>
internal sealed class PartialFilterTrap : ICauseProbe
{
    private const long CountCap = 1000;

    public string Code => "UQ203";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Filter: { } filter } index, Holder: { Row: not null } holder }) return ProbeResult.Absent;
        var same = new List<Condition>();
        for (var i = 0; i < index.Key.Count; i++)
        {
            if (context.Key[i].Value is not { } value) return ProbeResult.Absent;
            same.Add(context.Key[i].IsNull ? new Condition.IsNull(index.Key[i]) : new Condition.Equal(index.Key[i], value));
        }

        var outside = await context.Target.Facts.CountAsync(index.Table, [.. same, new Condition.Fails(filter)], CountCap, cancellationToken).ConfigureAwait(false);
        var moved = MovesIntoFilter(context, filter);
        if (outside.Value == 0 && !moved) return ProbeResult.Absent;
        List<Evidence> evidence =
        [
            new($"{index.Name} covers only rows where {filter}; the row that holds the key is one of them", holder.Query),
            new($"{KeyText.Show(context.Key)} stands in {KeyText.Rows(outside.Value)} of {index.Table} outside the filter, unhindered", outside.Query),
        ];
        if (moved) evidence.Add(new Evidence("the refused UPDATE changes a column of the filter: it moves a row into the index", null));
        return Named.As(
            Code, outside.Value > 0 ? Confidence.Certain : Confidence.Likely,
            $"{index.Name} is unique only where {filter}. Rows with {KeyText.Show(context.Key)} may repeat outside of it; the refused row met the stored one inside.",
            evidence, Remedies.ForFilter(context, index));
    }

    private static bool MovesIntoFilter(DiagnosisContext context, string filter) =>
        context.ParsedStatement is { Operation: WriteOperation.Update } update && update.Assignments.Any(set => ColumnsOf.Mentions(filter, set.Column));
}
