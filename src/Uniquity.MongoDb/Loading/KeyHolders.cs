using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Loading;

/// <summary>Finds the documents that hold the keys of refused records: many by one question where keys are plain, else each by its own.</summary>
/// <remarks>What it was told is as old as itself: one is good for one reply of the server.</remarks>
internal sealed class KeyHolders(MongoSession session)
{
    private const int Together = 500;

    private readonly Dictionary<LoadIndex, Dictionary<LoadItem, BsonDocument?>> known = [];

    /// <summary>Asks for many at once, so that <see cref="FindAsync"/> knows them.</summary>
    /// <param name="index">The index.</param>
    /// <param name="items">The records.</param>
    /// <param name="whole">Whether the documents are wanted whole; else only that they are there.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task AskAsync(LoadIndex index, IEnumerable<LoadItem> items, bool whole, CancellationToken cancellation)
    {
        if (index.PlainPath is not { } path) return;
        if (!known.TryGetValue(index, out var found)) known[index] = found = new(ReferenceEqualityComparer.Instance);
        foreach (var some in items.Where(item => !found.ContainsKey(item) && index.IsPlain(item.Document!)).Chunk(Together))
        {
            if (some.Length == 1) break;
            var holders = new Dictionary<string, BsonDocument>(StringComparer.Ordinal);
            foreach (var holder in await session.ListAsync(index.FindAll([.. some.Select(item => item.Document!)], whole), cancellation))
            {
                foreach (var key in IndexKeys.Texts(holder, [path])) holders.TryAdd(key, holder);
            }

            foreach (var item in some) found[item] = holders.GetValueOrDefault(IndexKeys.Texts(item.Document!, [path])[0]);
        }
    }

    /// <summary>The document that holds the key of a record.</summary>
    public async ValueTask<BsonDocument?> FindAsync(LoadIndex index, LoadItem item, CancellationToken cancellation) =>
        known.TryGetValue(index, out var found) && found.TryGetValue(item, out var holder) ? holder : await index.FindAsync(session, item.Document!, cancellation);
}
