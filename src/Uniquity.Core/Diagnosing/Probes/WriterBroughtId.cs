using Uniquity.Causes;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ102: the primary key is taken and its value came with the write, as imports, seeds and migrations bring them.</summary>
internal sealed class WriterBroughtId : ICauseProbe
{
    public string Code => "UQ102";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Primary: true } index, HolderRow: { } stored, Holder: { } holder } || context.Operation == WriteOperation.Update) return ProbeResult.Absent;
        var part = index.Key[0].Part;
        var column = context.Columns.FirstOrDefault(column => column.Name == part);
        var brought = context.Refused?.Has(part) == true;

        // A statement that leaves the column out took the value from the database: that is another cause.
        if (context.Refused is not null && !brought && column?.Generator is not null) return ProbeResult.Absent;
        var evidence = new List<Evidence> { new($"a live row of {index.Table} has {KeyText.Show(context.Key)}", holder.Query) };
        var confidence = Confidence.Likely;
        if (brought)
        {
            evidence.Add(new Evidence($"the refused row carries {part} itself", null));
            confidence = Confidence.Certain;
        }
        else if (column?.Generator is null)
        {
            evidence.Add(new Evidence($"{part} has no generator in {index.Table}: every writer brings its own", null));
            confidence = Confidence.Certain;
        }
        else if (context.Key[0].Value is { } value
            && await context.Target.Facts.NotGeneratedAsync(index.Table, part, value, cancellationToken).ConfigureAwait(false) is { } fact)
        {
            evidence.Add(new Evidence(fact.Value, fact.Query));
            confidence = Confidence.Certain;
        }

        return Named.As(Code, confidence, Why(context, stored, index.Table.ToString(), evidence), evidence, Remedies.ForTakenId(context, index));
    }

    private static string Why(DiagnosisContext context, Facts.Row stored, string table, List<Evidence> evidence)
    {
        var key = KeyText.Show(context.Key);
        if (context.Refused is not { } refused) return $"The write brought {key}, and a row of {table} has that id already.";
        var comparison = RowComparison.Of(refused, stored);
        if (comparison.Different.Count == 0)
        {
            evidence.Add(new Evidence($"the stored row equals the refused one in all of: {string.Join(", ", comparison.Same)}", null));
            return $"The write brought {key}, and the same row is stored already: the import, seed or migration ran again.";
        }

        evidence.Add(new Evidence($"the stored row differs from the refused one in: {string.Join(", ", comparison.Different)}", null));
        return $"The write brought {key}, which belongs to a different row of {table}: two sources give out the same ids.";
    }
}
