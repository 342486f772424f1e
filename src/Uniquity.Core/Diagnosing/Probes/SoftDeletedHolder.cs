using Uniquity.Causes;
using Uniquity.Facts;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ108: the row that holds the key is marked as deleted, so the application does not see it; the index does.</summary>
internal sealed class SoftDeletedHolder(TimeProvider clock) : ICauseProbe
{
    public string Code => "UQ108";

    public ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { LookupIndex: { } index, HolderRow: { } row, Holder: { } holder }) return ValueTask.FromResult(ProbeResult.Absent);
        foreach (var field in row.Fields.EnumerateObject())
        {
            if (Tombstone.Judge(field.Name, row.Text(field.Name), clock.GetUtcNow()) is not { } confidence) continue;
            return ValueTask.FromResult(Named.As(
                Code, confidence,
                $"The row of {index.Table} that holds {KeyText.Show(context.Key)} is marked as deleted ({field.Name} = {row.Said(field.Name)}): reads leave it out, {(index.Name.Length > 0 ? index.Name : "the key")} does not.",
                [new Evidence($"{field.Name} of the row that holds the key is {row.Said(field.Name)}", holder.Query)],
                Remedies.ForTombstone(context, index, Live(field.Name, row))));
        }

        return ValueTask.FromResult(ProbeResult.Absent);
    }

    // The filter that lets the dead go: for a stamp it is null, for a flag it is false.
    private static LiveRows Live(string field, Row row) => new(field, row.Fields.GetProperty(field));
}
