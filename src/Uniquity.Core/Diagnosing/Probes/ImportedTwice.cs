using Uniquity.Causes;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ404: a part of this very batch is there already, in long runs: it was imported before, and stopped.</summary>
internal sealed class ImportedTwice : ICauseProbe
{
    // Fewer may be there by chance; more lookups would make a diagnosis of a big load slow.
    private const int Fewest = 3;
    private const int MostAsked = 200;

    public string Code => "UQ404";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { } index, Violation: { } violation } || violation.Kind == ViolationKind.IndexBuild || context.Operation == WriteOperation.Update) return ProbeResult.Absent;
        var batch = RefusedBatch.Read(context);
        if (batch.Count < Fewest || index.Key.Any(part => part.Expression)) return ProbeResult.Absent;
        var asked = batch.Take(MostAsked).ToList();
        var present = new List<bool>(asked.Count);
        HolderFact? first = null;
        foreach (var row in asked)
        {
            var key = index.Key.Select(part => new KeyValue(part.Part, row.Text(part.Part), row.Text(part.Part) is null)).ToList();
            var holder = key.Any(part => part.IsNull) ? null : await context.Target.Facts.FindHolderAsync(index, key, cancellationToken);

            // A row with the same key and other contents came from elsewhere.
            if (holder?.Row is { } stored && RowComparison.Of(row, stored).Different.Count > 0) return ProbeResult.Absent;
            if (holder?.Row is not null) first ??= holder;
            present.Add(holder?.Row is not null);
        }

        var count = present.Count(static there => there);
        var runs = present.Where((there, i) => there && (i == 0 || !present[i - 1])).Count();
        return count < Fewest || runs * Fewest > count ? ProbeResult.Absent : Name(context, index, asked, present, count, runs, first!);
    }

    private ProbeResult Name(DiagnosisContext context, UniqueIndex index, List<Row> asked, List<bool> present, int count, int runs, HolderFact first)
    {
        var begin = present.IndexOf(true);
        var whole = count == asked.Count;
        var where = runs == 1 ? $"rows {begin + 1} to {begin + count} of the batch" : $"{count} rows of the batch, in {Counted.Of(runs, "run")}";
        return Named.As(
            Code, Confidence.Certain,
            whole
                ? $"All {Counted.Of(count, "row")} of the batch that were looked up are in {context.Table} already, equal in every field: this import had been done."
                : $"{char.ToUpperInvariant(where[0])}{where[1..]} are in {context.Table} already, equal in every field: an earlier import of the same data stopped half-way.",
            [new Evidence($"{where}: of {Counted.Of(asked.Count, "key")} looked up {count} {(count == 1 ? "is" : "are")} there, each with the contents that were sent; the first", first.Query)],
            [.. Remedies.ForBatch(context)]);
    }
}
