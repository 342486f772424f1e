using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ303: an upsert brought an <c>_id</c> of its own: what its filter misses, that id hits.</summary>
internal sealed class UpsertWithId : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ303";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Primary: true } index, Table: { } table, Holder: { Row: not null } holder }) return ProbeResult.Absent;
        var statement = MongoStatement.Read(context.Statement);
        var upserts = statement is { Upsert: true } || context.Operation is WriteOperation.Upsert;
        if (!upserts || context.Refused?.Has("_id") != true) return ProbeResult.Absent;

        // By its _id alone an upsert finds the document that has it: then two of them raced.
        if (statement?.Filter is { } byId && byId["_id"] is not null) return ProbeResult.Absent;
        List<Evidence> evidence = [new("the upsert carries an _id, and a document has it already", holder.Query)];
        var confidence = Confidence.Likely;
        if (statement?.Filter is { } filter)
        {
            var missed = new Find(table, filter) { Limit = 1 };
            var matches = await context.Target.Facts.FindRowsAsync(table, [new Uniquity.Facts.Condition.Passes(ShellWriter.Document(filter))], 1, cancellationToken);
            if (matches.Value.Count > 0) return ProbeResult.Absent;
            evidence.Add(new Evidence("its filter matches no document, so it inserts", missed.Show));
            confidence = Confidence.Certain;
        }

        return Named.As(
            Code, confidence,
            "The upsert sets _id itself. Its filter does not match the document that has this _id, so the server inserts a second one with the same _id, and is refused.",
            evidence,
            Named.Advice("Take _id out of the update or replacement (an upsert keeps the _id of what it matches, and makes one for what it inserts)", RemedyKind.Write,
                $"{context.Target.Statements.Table(table)}.updateOne({(statement?.Filter is { } own ? ShellWriter.Document(own) : "{ email: email }")}, {{ $set: fieldsWithoutId }}, {{ upsert: true }})"),
            Named.Advice("Where the _id is the key, filter by it", RemedyKind.Write, $"{context.Target.Statements.Table(table)}.replaceOne({{ _id: {Id(context)} }}, document, {{ upsert: true }})"));
    }

    private static string Id(DiagnosisContext context) =>
        context.Key is [{ Value: { } value }] ? PrintedValue.Candidates(value) is [.., var id] ? ShellWriter.Value(id) : value : "id";
}
