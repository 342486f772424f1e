using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>Reads the indexes of a collection, unique or not, with their use.</summary>
internal sealed class StandingIndexes(MongoSession session, TableName table)
{
    /// <summary>The indexes, and the names of those that are being built.</summary>
    internal sealed record Found(IReadOnlyList<ListedIndex> All, IReadOnlySet<string> Building, IReadOnlyDictionary<string, IndexUse> Use);

    /// <summary>Reads that used an index, on the server that was asked.</summary>
    internal sealed record IndexUse(long Reads, DateTimeOffset? Since);

    /// <summary>Reads them.</summary>
    public async Task<Found> ReadAsync(CancellationToken cancellation)
    {
        var listed = await session.ListAsync(new BsonBuilder().Add("listIndexes", table.Name).Build(), cancellation);
        var building = new HashSet<string>(StringComparer.Ordinal);
        var use = new Dictionary<string, IndexUse>(StringComparer.Ordinal);
        foreach (var index in await StatisticsAsync(cancellation))
        {
            var name = index["name"]!.Value.AsString();
            if (index["building"] is { IsTrue: true }) building.Add(name);
            if (index["accesses"] is not { Type: BsonType.Document } accesses || accesses.AsDocument()["ops"] is not { } operations) continue;
            DateTimeOffset? since = accesses.AsDocument()["since"] is { Type: BsonType.DateTime } moment ? DateTimeOffset.FromUnixTimeMilliseconds(moment.AsInt64()) : null;

            // A sharded cluster answers once for each shard.
            var before = use.GetValueOrDefault(name) ?? new(0, since);
            use[name] = new(before.Reads + operations.AsInt64(), since > before.Since ? since : before.Since);
        }

        return new([.. listed.Select(index => new ListedIndex(index))], building, use);
    }

    /// <summary>Finds one by its name.</summary>
    /// <exception cref="UsageException">There is none, or it is the index of <c>_id</c>.</exception>
    public static ListedIndex Find(IReadOnlyList<ListedIndex> indexes, TableName table, string name, string option)
    {
        var names = indexes.Where(index => !index.IsPrimary && index.IsUnique).Select(index => index.Name).ToList();
        if (indexes.FirstOrDefault(index => index.Name == name) is { IsPrimary: false } found) return found;
        if (name == "_id_") throw new UsageException($"_id_ is the identity of the documents of {table.Name}: MongoDB never drops it");
        throw new UsageException(names.Count == 0
            ? $"{table.Name} has no unique index but that of _id, so none is called {name}"
            : $"{table.Name} has no unique index {name}; nearest right call: {option}{CallText.Word(NearestName.Find(name, names) ?? names[0])}");
    }

    // Statistics need a right that a reader may lack, and a server may not keep them.
    private async Task<IReadOnlyList<BsonDocument>> StatisticsAsync(CancellationToken cancellation)
    {
        try
        {
            return await session.ListAsync(Aggregation.Of(table, """[{"$indexStats":{}}]"""), cancellation);
        }
        catch (TargetException)
        {
            return [];
        }
    }
}
