using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ212: the index is being built now: what is written meanwhile is judged when the build commits.</summary>
internal sealed class BuildInProgress(MongoSession session) : ICauseProbe
{
    private const string Query = "db.getSiblingDB('admin').aggregate([{ $currentOp: { allUsers: true } }, { $match: { 'command.createIndexes': { $exists: true } } }])";

    /// <inheritdoc/>
    public string Code => "UQ212";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Table: { } table, Violation: not null }) return ProbeResult.Absent;
        BsonDocument reply;
        try
        {
            reply = await session.AdminAsync(BsonDocument.Parse("""{"aggregate":1,"pipeline":[{"$currentOp":{"allUsers":true}},{"$match":{"command.createIndexes":{"$exists":true}}}],"cursor":{}}"""), cancellationToken);
        }
        catch (TargetException fault)
        {
            return ProbeResult.CouldNotLook($"running operations could not be listed: {fault.Message}");
        }

        foreach (var operation in reply["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument())
        {
            if (operation.AsDocument()["command"] is not { Type: BsonType.Document } command) continue;
            if (command.AsDocument()["createIndexes"] is not { Type: BsonType.String } built || built.AsString() != table.Name) continue;
            if (command.AsDocument()["$db"] is { Type: BsonType.String } database && database.AsString() != session.Database) continue;
            return Named.As(
                Code, Confidence.Likely,
                $"An index of {table} is being built at this moment: writes that collide meanwhile are kept aside, and the build fails or they are refused when it ends.",
                [new Evidence($"a createIndexes on {table} is running", Query)],
                Named.Advice("Wait for the build before taking writes, and see how it ends", RemedyKind.Write, Named.GetIndexes(table)),
                Named.Advice("Build indexes when the release is rolled out, not when the application starts (Mongoose: autoIndex: false)"));
        }

        return ProbeResult.Absent;
    }
}
