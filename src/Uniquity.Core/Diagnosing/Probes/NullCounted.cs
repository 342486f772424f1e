using Uniquity.Causes;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Wording;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ104: the key is null, and the index counts null (or what an expression makes of it) as a value.</summary>
internal sealed class NullCounted : ICauseProbe
{
    private const long CountCap = 1_000_000;

    public string Code => "UQ104";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { } index, Table: { } table }) return ProbeResult.Absent;
        for (var i = 0; i < index.Key.Count; i++)
        {
            if (i < context.Key.Count && context.Key[i].IsNull && index.Nulls is NullHandling.NotDistinct or NullHandling.Value)
                return await PlainAsync(context, index, table, index.Key[i], cancellationToken).ConfigureAwait(false);
            if (NullByExpression(context, index.Key[i]) is { } column)
                return await FoldedAsync(context, index, table, index.Key[i], column, cancellationToken).ConfigureAwait(false);
        }

        return ProbeResult.Absent;
    }

    private async ValueTask<ProbeResult> PlainAsync(DiagnosisContext context, UniqueIndex index, TableName table, KeyPart part, CancellationToken cancellationToken)
    {
        var nulls = await context.Target.Facts.CountAsync(table, [new Condition.IsNull(part)], CountCap, cancellationToken).ConfigureAwait(false);
        var rows = await context.Target.Facts.EstimateRowsAsync(table, cancellationToken).ConfigureAwait(false);
        List<Evidence> evidence =
        [
            new($"the refused key has {part.Part} null, and {index.Name} counts null as a value", null),
            new($"{part.Part} is null in {KeyText.Rows(nulls.Value)} of {table}, of about {rows.Value}", nulls.Query),
        ];
        if (context.Holder is { Row: not null } holder) evidence.Add(new Evidence("one of them holds the key", holder.Query));
        return Named.As(
            Code, Confidence.Certain,
            $"{part.Part} is null in the refused row, {index.Name} lets only one row be without it, and one is there already.",
            evidence, Remedies.ForNull(context, index, part));
    }

    // coalesce(tenant_id, 0) makes rows without a tenant equal to each other, whatever the index says of nulls.
    private async ValueTask<ProbeResult> FoldedAsync(
        DiagnosisContext context, UniqueIndex index, TableName table, KeyPart part, string column, CancellationToken cancellationToken)
    {
        var plain = new KeyPart(column);
        var nulls = await context.Target.Facts.CountAsync(table, [new Condition.IsNull(plain)], CountCap, cancellationToken).ConfigureAwait(false);
        var known = context.Refused?.Has(column) == true;
        if (known && context.Refused!.Text(column) is not null) return ProbeResult.Absent;
        return Named.As(
            Code, known ? Confidence.Certain : Confidence.Likely,
            $"{index.Name} puts a value in the place of null ({part.Part}); {column} is null in the row that holds the key{(known ? " and in the refused one" : "")}.",
            [
                new Evidence($"the row that holds the key has {column} null", context.Holder?.Query),
                new Evidence($"{Counted.Of(nulls.Value, "row")} of {table} {Counted.Noun(nulls.Value, "has", "have")} {column} null", nulls.Query),
            ],
            Remedies.ForNull(context, index, plain));
    }

    private static string? NullByExpression(DiagnosisContext context, KeyPart part)
    {
        if (!part.Expression || context.HolderRow is not { } row) return null;
        if (!part.Part.Contains("coalesce", StringComparison.OrdinalIgnoreCase) && !part.Part.Contains("ifnull", StringComparison.OrdinalIgnoreCase)) return null;
        return ColumnsOf.Expression(part.Part, context.Columns).FirstOrDefault(column => row.Has(column.Name) && row.Text(column.Name) is null)?.Name;
    }
}
