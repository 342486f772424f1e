using Uniquity.Causes;
using Uniquity.Indexes;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ106: the stored key differs byte for byte from the refused one and is equal to the index.</summary>
internal sealed class FoldedKey : ICauseProbe
{
    public string Code => "UQ106";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { LookupIndex: { } index, HolderRow: not null, Holder: { } holder }) return ProbeResult.Absent;
        for (var i = 0; i < Math.Min(index.Key.Count, context.Key.Count); i++)
        {
            var part = index.Key[i];
            var result = part.Expression
                ? Expression(context, index, part)
                : await ColumnAsync(context, index, i, holder.StoredKey.ElementAtOrDefault(i), cancellationToken).ConfigureAwait(false);
            if (result.Cause is not null) return result;
        }

        return ProbeResult.Absent;
    }

    private async ValueTask<ProbeResult> ColumnAsync(DiagnosisContext context, UniqueIndex index, int i, string? stored, CancellationToken cancellationToken)
    {
        if (context.Key[i].Value is not { } refused || stored is null || refused == stored) return ProbeResult.Absent;
        if (context.Columns.FirstOrDefault(column => column.Name == index.Key[i].Part) is not { IsText: true }) return ProbeResult.Absent;
        var folded = await context.Target.Facts.EqualOnlyByFoldingAsync(index, i, refused, stored, cancellationToken).ConfigureAwait(false);
        return folded.Value
            ? Name(context, index, index.Key[i], Confidence.Certain, refused, stored, new Evidence($"'{refused}' and '{stored}' are equal to the index and differ byte for byte", folded.Query))
            : ProbeResult.Absent;
    }

    // An index over lower(email) prints the folded key; what the writer sent is known only from the row it sent.
    private ProbeResult Expression(DiagnosisContext context, UniqueIndex index, KeyPart part)
    {
        foreach (var column in ColumnsOf.Expression(part.Part, context.Columns).Where(static column => column.IsText))
        {
            if (context.HolderRow!.Text(column.Name) is not { } stored) continue;
            var key = context.Key.FirstOrDefault(value => value.Field == part.Part)?.Value;
            if (context.Refused?.Text(column.Name) is { } refused)
            {
                if (refused == stored) continue;
                return Name(context, index, part, Confidence.Certain, refused, stored, new Evidence($"the refused row has {column.Name} = '{refused}', the stored one '{stored}'; {part.Part} makes them equal", context.Holder!.Query));
            }

            if (key is not null && key != stored && Foldings.AreEqual(key, stored))
                return Name(context, index, part, Confidence.Likely, key, stored, new Evidence($"the stored row has {column.Name} = '{stored}', which {part.Part} turns into '{key}'", context.Holder!.Query));
        }

        return ProbeResult.Absent;
    }

    private ProbeResult Name(DiagnosisContext context, UniqueIndex index, KeyPart part, Confidence confidence, string refused, string stored, Evidence evidence) =>
        Named.As(
            Code, confidence,
            $"The stored key is '{stored}', the refused one '{refused}': {Foldings.Difference(refused, stored)}, and {(index.Name.Length > 0 ? index.Name : "the key")} counts them as one.",
            [evidence], Remedies.ForFolding(context, index, part));
}
