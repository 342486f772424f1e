using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Resolving.Planning;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>Writes down what a run has to look at.</summary>
/// <param name="session">The session.</param>
/// <param name="run">The run.</param>
/// <param name="last">The last number that is taken.</param>
internal sealed class WorkList(MongoSession session, string run, long last) : IAsyncDisposable
{
    private const int AtOnce = 5000;
    private const int MostBytes = 8 * 1024 * 1024;

    private List<BsonDocument> pending = [];
    private int bytes;
    private Task writing = Task.CompletedTask;

    /// <summary>The last number.</summary>
    public long Last { get; private set; } = last;

    /// <summary>Adds an item.</summary>
    public async Task AddAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var document = item.Document(++Last);
        pending.Add(document);
        bytes += document.Bytes.Length;
        if (pending.Count >= AtOnce || bytes >= MostBytes) await WriteAsync(cancellationToken);
    }

    /// <summary>Writes what is left, and waits until all of it stands.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(cancellationToken);
        await writing;
    }

    /// <summary>Waits for what is under way, so that nothing of this list is written after whoever made it has given up.</summary>
    public async ValueTask DisposeAsync() => await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // While the server writes these, it is asked for the next groups already.
    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await writing;
        var some = pending;
        (pending, bytes) = ([], 0);
        writing = Task.Run(() => InsertAsync(some, cancellationToken), cancellationToken);
    }

    private async Task InsertAsync(IReadOnlyList<BsonDocument> some, CancellationToken cancellationToken)
    {
        foreach (var write in WriteCommands.Insert(Places.Work(run), some, ordered: false))
        {
            // A sweep that was interrupted has left items of these numbers: they are looked at all the same.
            var refused = WriteErrors.Of(await session.WriteSafelyAsync(write.Command, cancellationToken)).FirstOrDefault(error => error.Code != MongoException.DuplicateKey);
            if (refused is not null) throw new TargetException($"MongoDB at {session.Hosts} refused to write the list of a run: {refused.Message}");
        }
    }

    /// <summary>The next items: at most so many, with at most so many documents; at least one.</summary>
    public static async Task<IReadOnlyList<WorkItem>> ReadAsync(MongoSession session, string run, long done, long most, int documents, CancellationToken cancellationToken)
    {
        var find = new BsonBuilder().Add("find", Places.Work(run)).Add("filter", new BsonBuilder().Add("_id", new BsonBuilder().Add("$gt", done).Add("$lte", done + most).Build()).Build())
            .Add("sort", BsonDocument.Parse("""{"_id":1}""")).Build();
        var items = new List<WorkItem>();
        var ids = 0;
        await foreach (var document in session.QueryAsync(find, cancellationToken))
        {
            var item = WorkItem.Read(document);
            if (items.Count > 0 && ids + item.Ids.Count > documents) break;
            items.Add(item);
            ids += item.Ids.Count;
        }

        return items;
    }
}
