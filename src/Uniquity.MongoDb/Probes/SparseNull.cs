using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ204: the index leaves out documents without the field, but this one has it, as null.</summary>
internal sealed class SparseNull : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ204";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Nulls: NullHandling.Sparse } index, Table: { } table }) return ProbeResult.Absent;
        if (context.Key.FirstOrDefault(part => part.IsNull)?.Field is not { } path) return ProbeResult.Absent;
        var part = index.Key.First(own => own.Part == path);
        var collection = ShellWriter.Collection(table.Name);
        var explicitNull = $"{{ '{path}': {{ $type: 10 }} }}";
        var nulls = await context.Target.Facts.CountAsync(table, [new Uniquity.Facts.Condition.Passes(explicitNull)], 1_000_000, cancellationToken);
        List<Evidence> evidence =
        [
            new($"{index.Name} is sparse, and the refused document has {path} null", Named.GetIndexes(table)),
            new($"{path} is there and null in {Count(nulls.Value)}", nulls.Query),
        ];
        if (context.Holder is { Row: not null } holder) evidence.Add(new Evidence("the document that holds the key", holder.Query));
        var compound = index.Key.Count > 1;
        var writer = context.Target.Statements;
        return Named.As(
            Code, Confidence.Certain,
            compound
                ? $"{index.Name} is sparse, but a compound sparse index leaves out only documents that have none of its fields: {path} counts as null, and the key is taken."
                : $"{index.Name} is sparse: it leaves out documents without {path}. An explicit null is a value to it, and only one document may have it.",
            evidence,
            new Remedy
            {
                Title = $"Let the index cover only documents in which {path} has a value",
                Kind = RemedyKind.Index,
                Reversible = true,
                Lock = RemedyLock.TableBriefly,
                Commands = [.. writer.CreateUniqueIndex(table, $"{index.Name}_present", index.Key, writer.IsNotNull(part), nullsDistinct: true), .. writer.DropIndex(index)],
            },
            Named.OnData($"Take the explicit nulls out: a sparse index does not see a missing {path}", $"{collection}.updateMany({explicitNull}, {{ $unset: {{ '{path}': '' }} }})"),
            Named.Advice($"Leave {path} out of a document that has none, and do not store null (Mongoose: undefined, not null; drivers: ignore nulls)"));
    }

    private static string Count(long documents) => documents == 1 ? "1 document" : $"{documents} documents";
}
