using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>Reads documents as they are now.</summary>
internal sealed class Living(MongoSession session)
{
    private const int AtOnce = 1000;

    /// <summary>Those that are there, by their compared <c>_id</c>.</summary>
    public async Task<IReadOnlyDictionary<string, BsonDocument>> FindAsync(TableName table, IReadOnlyList<BsonElement> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, BsonDocument>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(AtOnce))
        {
            var filter = new BsonBuilder().Add("_id", new BsonBuilder().AddArray("$in", BsonBuilder.ArrayOf(some)).Build()).Build();
            await foreach (var document in session.QueryAsync(new BsonBuilder().Add("find", table.Name).Add("filter", filter).Build(), cancellationToken))
                found[ComparedValue.Of(document["_id"]!.Value)] = document;
        }

        return found;
    }
}
