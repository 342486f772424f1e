using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ210: a read without the index's collation does not find what the index holds.</summary>
internal sealed class DifferentCollations(MongoSession session) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ210";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Collation: { } collation } index, Holder: { Row: not null } holder } || context.Key.Any(part => part.Value is null)) return ProbeResult.Absent;
        var filter = Filters.All([.. context.Key.Select((part, i) => Filters.Equal(index.Key[i].Part, part.Value!))]);
        var plain = new Find(index.Table, filter) { Limit = 1 };
        if ((await session.ListAsync(plain.Command, cancellationToken)).Count > 0) return ProbeResult.Absent;
        var settable = ShellWriter.Document(CollationText.Settable(ShellReader.Document(collation)));
        return Named.As(
            Code, Confidence.Certain,
            $"{index.Name} compares by its own collation {settable}; a read without it compares byte for byte, finds nothing, and the application inserts.",
            [new Evidence("with the index's collation the document is found", holder.Query), new Evidence("without it nothing is", plain.Show)],
            Named.Advice("Read with the collation of the index", RemedyKind.Code, $"{ShellWriter.Collection(index.Table.Name)}.find({ShellWriter.Document(filter)}).collation({settable})"),
            Named.Advice("Or store the normalised value (lower case, NFKC), and make that unique without a collation", RemedyKind.Index));
    }
}
