using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Catalogue;

/// <summary>How collections are sharded, as the cluster's own catalogue says.</summary>
internal sealed class ShardKeys(MongoSession session)
{
    /// <summary>The shard key of a collection; <see langword="null"/> where it is not sharded, or where the user may not look there.</summary>
    public async Task<BsonDocument?> OfAsync(TableName table, CancellationToken cancellationToken)
    {
        try
        {
            var filter = new BsonBuilder().Add("_id", $"{session.Database}.{table.Name}").Build();
            var reply = await session.OfAsync("config", new BsonBuilder().Add("find", "collections").Add("filter", filter).Add("limit", 1).Add("singleBatch", true).Build(), cancellationToken);
            return reply["cursor"]?.AsDocument()["firstBatch"]?.AsDocument().Elements() is [var found] && found.AsDocument()["key"] is { Type: BsonType.Document } key
                && found.AsDocument()["dropped"] is not { IsTrue: true } ? key.AsDocument() : null;
        }
        catch (TargetException)
        {
            return null;
        }
    }
}
