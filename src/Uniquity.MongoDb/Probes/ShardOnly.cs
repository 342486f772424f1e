using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Targets;
using Uniquity.Wording;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ208: the collection is sharded by something else, so its _id is unique on each shard only.</summary>
/// <remarks>
/// Every other unique index of a sharded collection has to begin with the shard key; the one of _id need not, and then each shard
/// looks at its own documents alone. https://www.mongodb.com/docs/manual/core/sharding-shard-key/#unique-indexes.
/// </remarks>
internal sealed class ShardOnly(MongoSession session) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ208";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Primary: true } index, Table: { } table, Violation: not null }) return ProbeResult.Absent;
        if (await new ShardKeys(session).OfAsync(table, cancellationToken) is not { } shardKey || shardKey.Elements() is not [{ Name: not "_id" }, ..]) return ProbeResult.Absent;
        var pattern = ShellWriter.Document(shardKey);
        var evidence = new List<Evidence> { new($"{table} is sharded by {pattern}, and _id is no part of that", $"db.getSiblingDB('config').collections.findOne({{ _id: {ShellWriter.Quote($"{session.Database}.{table.Name}")} }})") };
        var confidence = Confidence.Likely;
        if (context.Key is [{ Value: { } id }])
        {
            var same = new Find(table, Filters.Equal("_id", id)) { Limit = 10 };
            try
            {
                if ((await session.ListAsync(same.Command, cancellationToken)).Count is > 1 and var documents)
                {
                    evidence.Insert(0, new($"{Counted.Of(documents, "document")} of {table} have this _id, on different shards, and nothing refused them", same.Show));
                    confidence = Confidence.Certain;
                }
            }
            catch (TargetException fault)
            {
                return ProbeResult.CouldNotLook(fault.Message);
            }
        }

        return Named.As(
            Code, confidence,
            $"_id is unique only on each shard of {table}, which is sharded by {pattern}: {index.Name} refused what its own shard has, and takes the same _id on every other one.",
            evidence,
            Named.Advice("Let the driver make the _id (an ObjectId), which no two shards make alike", RemedyKind.Code),
            Named.Advice($"Where a value of your own shall be unique in all of {table}: keep it as the _id of a collection of its own, not sharded or sharded by _id, and write to both in one transaction", RemedyKind.Index));
    }
}
