using Uniquity.Loading;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Resolving.Applying;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Loading;

/// <summary>Writes records over the documents that hold their keys, as the policy says.</summary>
/// <remarks>A holder that is gone by then was written over, and then removed by another: that is one order of the two.</remarks>
internal sealed class TakenKeys(MongoSession session, BatchWrites updates, LoadRequest request, RefusedDocuments refused)
{
    // 16 MiB, and what servers grant for the words around a document.
    private const int LargestStatement = (16 * 1024 * 1024) + (8 * 1024);

    /// <summary>Writes them, in the order of the file.</summary>
    /// <param name="taken">The records, each with the index that found its key taken.</param>
    /// <param name="again">Whether a record may have been written before: then one that is as new as the document was what made it so.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task WriteAsync(IReadOnlyList<(LoadItem Item, LoadIndex Index)> taken, Func<LoadItem, bool> again, CancellationToken cancellation)
    {
        var writes = new List<(LoadItem Item, BsonDocument Statement)>();
        foreach (var (item, index) in taken)
        {
            if (request.OnConflict.Kind == ConflictKind.Skip) item.Outcome = LoadOutcome.Skipped;
            else if (Refusal(item, index) is { } why) item.Refuse("value", why);
            else if (Statement(item, index, again(item)) is { } statement) writes.Add((item, statement));
        }

        var start = 0;
        foreach (var write in WriteCommands.Update(request.Table.Name, writes.Select(one => one.Statement)))
        {
            var sent = writes.GetRange(start, (int)write.Expected!.Value);
            start += sent.Count;
            await SettleAsync(sent.ConvertAll(one => one.Item), await updates.SendAsync(sent.ConvertAll(one => one.Statement), cancellation), cancellation);
        }
    }

    private async Task SettleAsync(List<LoadItem> sent, BatchReply reply, CancellationToken cancellation)
    {
        await refused.RefuseAsync([.. reply.Errors.Select(error => (sent[error.Index], error))], new KeyHolders(session), cancellation);
        var left = sent.FindAll(item => item.Outcome is null);

        // Where only the newer is written, the server counts those it found older; which they are makes no difference to the sums.
        var updated = request.OnConflict.Kind == ConflictKind.Newer ? (int)Math.Min(left.Count, reply.Found) : left.Count;
        for (var at = 0; at < left.Count; at++) left[at].Outcome = at < updated ? LoadOutcome.Updated : LoadOutcome.Skipped;
    }

    private string? Refusal(LoadItem item, LoadIndex index)
    {
        if (index.IsMultiple(item.Document!)) return $"its key is an array, and several documents may hold a part of it: {index.Index.Name}";
        if (request.OnConflict.Kind == ConflictKind.Replace) return item.Set.FirstOrDefault(value => value.Path.StartsWith('$')).Path is { } operation ? $"the field {operation} begins with a dollar, which an update takes for an operator" : null;
        return request.IsJson && item.Set.FirstOrDefault(value => value.Path.Contains('.', StringComparison.Ordinal) || value.Path.StartsWith('$') || value.Path.Length == 0).Path is { } odd
            ? $"the field '{odd}' cannot be set by an update, which takes dots and dollars for paths; nearest right call: --on-conflict replace" : null;
    }

    private BsonDocument? Statement(LoadItem item, LoadIndex index, bool again)
    {
        var filter = index.Holder(item.Document!);
        if (request.OnConflict is { Kind: ConflictKind.Newer, Field: { } field }) filter = Filters.All([filter, Older(item, field, again)]);
        var change = request.OnConflict.Kind == ConflictKind.Replace ? Replacement(item.Document!) : Setting(item);
        if (change is null)
        {
            // It has nothing but its _id: it is written over, and nothing differs.
            item.Outcome = LoadOutcome.Updated;
            return null;
        }

        var statement = new BsonBuilder().Add("q", filter).Add("u", change);
        if (index.Collation is { } collation) statement.Add("collation", collation);
        var built = statement.Build();
        if (built.Bytes.Length <= LargestStatement) return built;

        // A server hangs up on a message with a longer document in it.
        item.Refuse("value", FormattableString.Invariant($"the update of the document that holds its key has {built.Bytes.Length:N0} bytes, and MongoDB takes {LargestStatement:N0}"));
        return null;
    }

    // A document without the field is older than any that has it.
    private static BsonDocument Older(LoadItem item, string field, bool again)
    {
        var none = new BsonBuilder().AddNull(field).Build();
        var value = item.Set.FirstOrDefault(value => value.Path == field);
        if (value.Path is null || value.Value.IsNull) return none;
        var older = new BsonBuilder().Add(field, new BsonBuilder().Add(again ? "$lte" : "$lt", value.Value).Build()).Build();
        return new BsonBuilder().AddArray("$or", [none, older]).Build();
    }

    private static BsonDocument? Setting(LoadItem item) => item.Set.Count == 0 ? null
        : new BsonBuilder().Add("$set", item.Set.Aggregate(new BsonBuilder(), (all, value) => all.Add(value.Path, value.Value)).Build()).Build();

    private static BsonDocument Replacement(BsonDocument document)
    {
        var without = new BsonBuilder();
        foreach (var element in document)
        {
            if (element.Name != "_id") without.Add(element.Name, element);
        }

        return without.Build();
    }
}
