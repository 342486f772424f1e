using System.Globalization;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ201: hardly any recent document has the field that the index is on: it was renamed, or nobody writes it any more.</summary>
internal sealed class StaleIndex(MongoSession session) : ICauseProbe
{
    private const int Recent = FieldReader.SampleSize;
    private const int Fewest = 5;

    /// <inheritdoc/>
    public string Code => "UQ201";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Primary: false } index, Table: { } table } || context.Key.Count != index.Key.Count || !context.Key.All(part => part.IsNull)) return ProbeResult.Absent;
        var written = new BsonBuilder().AddArray("$or", index.Key.Select(part => new BsonBuilder().Add(part.Part, BsonDocument.Parse("""{"$ne":null}""")).Build())).Build();
        var all = await CountAsync(table.Name, null, cancellationToken);
        var having = await CountAsync(table.Name, written, cancellationToken);

        // One document in twenty with the field is a field that somebody writes.
        if (all < Fewest || having * 20 >= all) return ProbeResult.Absent;
        var fields = string.Join(", ", index.Key.Select(part => part.Part));
        var collection = ShellWriter.Collection(table.Name);
        var query = string.Create(CultureInfo.InvariantCulture, $"{collection}.aggregate([{{ $sort: {{ _id: -1 }} }}, {{ $limit: {Recent} }}, {{ $match: {ShellWriter.Document(written)} }}, {{ $count: 'n' }}])");
        List<Evidence> evidence = [new($"of the {all} newest documents of {table}, {having} {(having == 1 ? "has" : "have")} {fields}", query)];
        if (index.Reads is { } reads) evidence.Add(new Evidence($"reads that used {index.Name} since the server started: {reads}", $"{collection}.aggregate([{{ $indexStats: {{}} }}])"));
        return Named.As(
            Code, having == 0 ? Confidence.Certain : Confidence.Likely,
            $"Nobody writes {fields} any more: the newest documents lack it, each counts as null to {index.Name}, and only one may.",
            evidence,
            Named.OnIndex("Drop the index, where the field is gone for good", $"{collection}.dropIndex({ShellWriter.Quote(index.Name)})"),
            Named.Advice("Look for the code that makes it at start (Mongoose: unique: true in the schema; a migration), or it comes back"));
    }

    private async Task<long> CountAsync(string collection, BsonDocument? filter, CancellationToken cancellationToken)
    {
        List<BsonDocument> stages = [BsonDocument.Parse("""{"$sort":{"_id":-1}}"""), new BsonBuilder().Add("$limit", Recent).Build()];
        if (filter is not null) stages.Add(new BsonBuilder().Add("$match", filter).Build());
        stages.Add(BsonDocument.Parse("""{"$count":"n"}"""));
        var counted = await session.ListAsync(Aggregation.Of(new Indexes.TableName(null, collection), BsonBuilder.Array(stages)), cancellationToken);
        return counted is [var only] ? only["n"]!.Value.AsInt64() : 0;
    }
}
