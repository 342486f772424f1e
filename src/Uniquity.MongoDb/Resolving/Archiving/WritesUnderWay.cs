using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>What a process that died had sent last: a server ends a write that it has begun, and who comes after must not be overtaken by it.</summary>
/// <remarks>Writes of a run are bounded in time, so they are over at the latest when its lease has run out. Where the server tells what it is at, they are over sooner.</remarks>
internal static class WritesUnderWay
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // https://www.mongodb.com/docs/manual/reference/operator/aggregation/currentOp/: without allUsers it shows the user's own, and needs no right.
    private static readonly BsonDocument Writes = BsonDocument.Parse(
        """{"aggregate":1,"pipeline":[{"$currentOp":{}},{"$match":{"active":true,"op":{"$in":["insert","update","remove"]}}}],"cursor":{}}""");

    /// <summary>Waits until the writes that the server is at now have ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="atMost">After this they are over in any case.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task EndAsync(MongoSession session, TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        IReadOnlySet<string>? first = null;
        while (clock.GetElapsedTime(started) < atMost)
        {
            var now = await NowAsync(session, cancellationToken);

            // Those that came later are others': who is dead sends nothing.
            first ??= now;
            if (now is not null && !now.Overlaps(first!)) return;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>The writes to this database under way.</summary>
    /// <returns><see langword="null"/> where the server does not tell.</returns>
    private static async Task<IReadOnlySet<string>?> NowAsync(MongoSession session, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await session.AdminAsync(Writes, cancellationToken);
            var operations = reply["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument().Elements().Select(operation => operation.AsDocument());
            return operations.Where(operation => operation["ns"] is { Type: BsonType.String } ns && ns.AsString().StartsWith(session.Database + ".", StringComparison.Ordinal))
                .Select(operation => operation["opid"] is { } id ? Values.ComparedValue.Of(id) : "").ToHashSet(StringComparer.Ordinal);
        }
        catch (TargetException fault) when (fault.InnerException is MongoException { Failure: MongoFailure.Refused })
        {
            return null;
        }
    }
}
