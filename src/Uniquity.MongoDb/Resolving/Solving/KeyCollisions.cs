using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Planning;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>Documents that would share a key of a unique index once their references have moved: all but one go, by the same policy.</summary>
internal sealed class KeyCollisions(MongoSession session, KeepPolicy keep)
{
    /// <summary>Finds those that go, each with the <c>_id</c> of the one that has the key.</summary>
    /// <param name="index">The index.</param>
    /// <param name="moving">The documents that move, as they are, by their compared <c>_id</c>.</param>
    /// <param name="after">The same as they will be; those that already go are not there.</param>
    /// <param name="rivals">Documents that may have the keys already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<(BsonDocument Loser, BsonElement Winner)>> FindAsync(
        UniqueIndex index, IReadOnlyDictionary<string, BsonDocument> moving, IReadOnlyDictionary<string, BsonDocument> after, IReadOnlyList<BsonDocument> rivals, CancellationToken cancellationToken)
    {
        var paths = index.Key.Select(part => part.Part).ToList();
        var now = rivals.Concat(moving.Values).DistinctBy(document => ComparedValue.Of(document["_id"]!.Value)).ToList();
        if (index.Filter is { } filter) now = await PassingAsync(index.Table, now, filter, cancellationToken);
        if (index.Nulls == NullHandling.Sparse) now = [.. now.Where(document => paths.Exists(path => DocumentPath.Find(document, path).Count > 0))];
        now = [.. now.Where(document => after.ContainsKey(Id(document)) || !moving.ContainsKey(Id(document))).OrderBy(document => document["_id"]!.Value, ById)];
        var holders = new Dictionary<string, BsonElement>(StringComparer.Ordinal);
        var losers = new List<(BsonDocument, BsonElement)>();
        foreach (var document in PolicyOrder.OfOthers(keep, now))
        {
            var keys = IndexKeys.Texts(after.GetValueOrDefault(Id(document)) ?? document, paths);
            var taken = keys.FirstOrDefault(holders.ContainsKey);
            if (taken is not null) losers.Add((document, holders[taken]));
            else foreach (var key in keys) holders[key] = document["_id"]!.Value;
        }

        return losers;
    }

    private static readonly Comparer<BsonElement> ById = Comparer<BsonElement>.Create((left, right) =>
        ValueOrder.Knows(left) && ValueOrder.Knows(right) ? ValueOrder.Compare(left, right) : string.CompareOrdinal(ComparedValue.Of(left), ComparedValue.Of(right)));

    private static string Id(BsonDocument document) => ComparedValue.Of(document["_id"]!.Value);

    // A partial index sees only what passes its filter, which the server knows.
    private async Task<List<BsonDocument>> PassingAsync(TableName table, List<BsonDocument> documents, string filter, CancellationToken cancellationToken)
    {
        var ids = new BsonBuilder().Add("_id", new BsonBuilder().AddArray("$in", BsonBuilder.ArrayOf(documents.Select(document => document["_id"]!.Value))).Build()).Build();
        var find = new BsonBuilder().Add("find", table.Name).Add("filter", new BsonBuilder().AddArray("$and", [ids, ShellReader.Document(filter)]).Build()).Add("projection", BsonDocument.Parse("""{"_id":1}""")).Build();
        var passing = (await session.ListAsync(find, cancellationToken)).Select(Id).ToHashSet(StringComparer.Ordinal);
        return [.. documents.Where(document => passing.Contains(Id(document)))];
    }
}
