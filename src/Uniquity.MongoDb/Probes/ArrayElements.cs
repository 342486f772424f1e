using System.Text.Json;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ111: the index has an entry for every element of an array, so documents collide by one element.</summary>
internal sealed class ArrayElements : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ111";

    /// <inheritdoc/>
    public ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Judge(context));

    private ProbeResult Judge(DiagnosisContext context)
    {
        if (context is not { LookupIndex: { } index, HolderRow: { } stored, Holder: { } holder }) return ProbeResult.Absent;
        foreach (var part in index.Key)
        {
            var inStored = HasArray(stored, part.Part);
            var inRefused = context.Refused is { } refused && HasArray(refused, part.Part);
            if (!inStored && !inRefused) continue;
            List<Evidence> evidence = [];
            if (inStored) evidence.Add(new Evidence($"{part.Part} is an array in the document that holds the key", holder.Query));
            if (inRefused) evidence.Add(new Evidence($"{part.Part} is an array in the refused document", null));
            return Named.As(
                Code, Confidence.Certain,
                $"{part.Part} is an array, and {(index.Name.Length > 0 ? index.Name : "the index")} has an entry for each of its elements: one element in common is enough to be refused, whatever the others are. Inside one document elements may repeat.",
                evidence,
                Named.Advice($"Keep the elements apart, one document each, where each of them must be unique"),
                Named.Advice($"Where it is the whole list that must be unique, keep a field that stands for it (sorted and joined, or its hash), and make that unique"),
                Named.OnIndex($"Where elements may be shared by documents, drop the unique index and build a plain one",
                    $"{context.Target.Statements.Table(index.Table)}.createIndex({Key(index)}, {{ name: {ShellWriter.Quote(PlainName(index))} }})",
                    context.Target.Statements.DropIndex(index)[0].Text));
        }

        return ProbeResult.Absent;
    }

    private static string Key(UniqueIndex index) =>
        $"{{ {string.Join(", ", index.Key.Select(own => $"{ShellWriter.Name(own.Part)}: {(own.Descending ? -1 : 1)}"))} }}";

    private static string PlainName(UniqueIndex index) => string.Join('_', index.Key.Select(own => own.Part)) + "_plain";

    // An array whose documents lack the field is a null to the index, like no array at all.
    private static bool HasArray(Row row, string path)
    {
        if (row.Elements(path).Count == 0) return false;
        var document = row.Fields;
        foreach (var name in path.Split('.'))
        {
            if (document.ValueKind == JsonValueKind.Array) return true;
            if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty(name, out document)) return false;
        }

        return document.ValueKind == JsonValueKind.Array;
    }
}
