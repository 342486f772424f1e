using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Enforcing.Applying;

/// <summary>Tells how far the build of an index is, where the server says so and the user may see it.</summary>
internal sealed class BuildWatch(MongoSession session, TableName table, string name, IProgress<EnforceProgress>? progress, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Looks each second until it is told to stop; a fault ends it silently, for the build goes on without it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (progress is null) return;
        try
        {
            while (true)
            {
                await Task.Delay(Pause, clock, stop);
                var reply = await session.AdminAsync(BsonDocument.Parse("""{"aggregate":1,"pipeline":[{"$currentOp":{}},{"$match":{"progress":{"$exists":true},"msg":{"$exists":true}}}],"cursor":{}}"""), stop);
                foreach (var operation in reply["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument()) Report(operation.AsDocument());
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or TargetException or FormatException)
        {
            // Progress is a courtesy.
        }
    }

    // msg: 'Index Build: scanning collection', ns: 'shop.users', progress: { done: 12, total: 40 }
    private void Report(BsonDocument operation)
    {
        if (operation["ns"] is not { Type: BsonType.String } ns || ns.AsString() != $"{session.Database}.{table.Name}") return;
        if (operation["msg"] is not { Type: BsonType.String } message || !message.AsString().StartsWith("Index Build", StringComparison.Ordinal)) return;
        var counts = operation["progress"]!.Value.AsDocument();
        if (counts["done"] is { } done && counts["total"] is { } total) progress!.Report(new($"building {name}", done.AsInt64(), total.AsInt64(), "documents"));
    }
}
