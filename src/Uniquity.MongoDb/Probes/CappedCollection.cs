using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ211: the collection is capped: documents leave only as new ones push them out.</summary>
internal sealed class CappedCollection(CollectionReader collections) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ211";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Table: { } table, Violation: not null }) return ProbeResult.Absent;
        var options = await collections.OptionsAsync(table, cancellationToken);
        if (options["capped"] is not { IsTrue: true }) return ProbeResult.Absent;
        var name = ShellWriter.Quote(table.Name);
        List<Evidence> evidence = [new($"{table} is capped", $"db.getCollectionInfos({{ name: {name} }})")];
        if (context.Holder is { Row: not null } holder) evidence.Add(new Evidence("the document that holds the key is still in it", holder.Query));
        var size = options["size"] is { Type: BsonType.Int32 or BsonType.Int64 or BsonType.Double } bytes ? $" of {bytes.AsInt64()} bytes" : "";
        return Named.As(
            Code, Confidence.Likely,
            $"{table} is a capped collection{size}: a key is free only once its document has been pushed out, whenever that may be; and updates that grow a document, or deletes, may be refused.",
            evidence,
            Named.Advice("Keep the documents in a plain collection with an expiry (TTL index): a key is then free after a known time", RemedyKind.Data,
                $"db.createCollection({ShellWriter.Quote(table.Name + "_plain")})",
                $"{ShellWriter.Collection(table.Name)}.aggregate([{{ $out: {ShellWriter.Quote(table.Name + "_plain")} }}])"));
    }
}
