using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;

namespace Uniquity.MongoDb.Loading;

/// <summary>Tells the documents that the load itself put in, in a chunk that did not end, from those that hold a record's key.</summary>
/// <param name="until">The record up to which a chunk is doubtful.</param>
/// <param name="present">The records whose own <c>_id</c> was there before.</param>
internal sealed class OwnDocuments(long until, IReadOnlySet<long> present)
{
    private readonly HashSet<string> claimed = new(StringComparer.Ordinal);

    /// <summary>Whether a record may have been written before.</summary>
    public bool IsDoubtful(LoadItem item) => item.Number < until;

    /// <summary>Marks the records whose documents are in already.</summary>
    public async Task FindAsync(List<LoadItem> items, Func<IReadOnlyList<BsonElement>, Task<HashSet<string>>> find)
    {
        var doubtful = items.FindAll(item => item.Outcome is null && IsDoubtful(item) && !present.Contains(item.Number));
        if (doubtful.Count == 0) return;
        var there = await find([.. doubtful.Select(item => item.Id)]);
        foreach (var item in doubtful.Where(item => there.Contains(ComparedValue.Of(item.Id)) && claimed.Add(ComparedValue.Of(item.Id)))) item.Outcome = LoadOutcome.Inserted;
    }

    /// <summary>Whether a refused document is the load's own: the process that was at it before put it in a moment ago.</summary>
    /// <param name="item">The record.</param>
    /// <param name="byId">Whether the index of <c>_id</c> refused it.</param>
    public bool Claims(LoadItem item, bool byId) => byId && (IsDoubtful(item) || !item.HasOwnId) && !present.Contains(item.Number) && claimed.Add(ComparedValue.Of(item.Id));
}
