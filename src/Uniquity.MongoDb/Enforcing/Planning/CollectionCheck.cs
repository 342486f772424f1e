using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>Refuses what cannot have a unique key at all.</summary>
internal sealed class CollectionCheck(MongoSession session, CollectionReader collections)
{
    /// <summary>Checks, and tells the options that the collection was made with.</summary>
    /// <exception cref="RefusedException">It is a view, of time series, capped, or sharded by something else; with what to do instead.</exception>
    /// <exception cref="UsageException">There is no such collection.</exception>
    public async Task<BsonDocument> ReadAsync(TableName table, IReadOnlyList<KeyPart> key, CancellationToken cancellationToken)
    {
        var kind = await collections.KindAsync(table.Name, cancellationToken) ?? throw new UsageException($"there is no collection {table.Name} in {session.Database}");
        var options = await collections.OptionsAsync(table, cancellationToken);
        if (Refusal(table, kind, options) is { } refusal) throw new RefusedException(refusal);
        if (await new ShardKeys(session).OfAsync(table, cancellationToken) is { } shardKey && ShardRefusal(table, shardKey, key) is { } sharded) throw new RefusedException(sharded);
        return options;
    }

    /// <summary>Why a collection cannot have a unique key, or nothing.</summary>
    public static string? Refusal(TableName table, string kind, BsonDocument options)
    {
        if (kind == "view")
        {
            var source = options["viewOn"] is { Type: BsonType.String } on ? on.AsString() : "the collection behind it";
            return $"{table.Name} is a view of {source}, and a view has no indexes of its own: make the key unique there, --on {CallText.Word(source)}";
        }

        if (kind == "timeseries" || options["timeseries"] is not null)
            return $"{table.Name} is a time-series collection, which MongoDB keeps in buckets and gives no unique indexes: write what has to be unique into a plain collection";
        return options["capped"] is { IsTrue: true }
            ? $"{table.Name} is capped: old documents make room for new ones, so a key would be unique only among those that are left, and duplicates in it cannot be resolved. Use a plain collection with an index that expires documents ({{ expireAfterSeconds: … }})"
            : null;
    }

    /// <summary>Why a sharded collection cannot have a unique key, or nothing: each shard sees its own documents only.</summary>
    public static string? ShardRefusal(TableName table, BsonDocument shardKey, IReadOnlyList<KeyPart> key)
    {
        var shards = shardKey.Elements();
        var asked = string.Join(", ", key.Select(part => part.Part));
        var pattern = ShellWriter.Document(shardKey);
        if (shards.Any(part => part.Type == BsonType.String))
            return $"{table.Name} is sharded by {pattern}, and a hashed shard key lets no other key be unique: a shard does not see the documents of the others. Keep ({asked}) in a collection of its own, unsharded, with the value as its _id";
        var prefixed = key.Count >= shards.Count && shards.Zip(key).All(pair => pair.First.Name == pair.Second.Part);
        return prefixed
            ? null
            : $"{table.Name} is sharded by {pattern}, and a unique key has to begin with the shard key, as a shard does not see the documents of the others: --key {CallText.Key([.. shards.Select(part => part.Name).Concat(key.Select(part => part.Part)).Distinct(StringComparer.Ordinal).Select(part => new KeyPart(part))])} is unique within {string.Join(", ", shards.Select(part => part.Name))}; for ({asked}) alone keep a collection with the value as its _id";
    }
}
