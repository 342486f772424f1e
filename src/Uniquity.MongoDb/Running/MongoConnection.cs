using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Native;

namespace Uniquity.MongoDb.Running;

/// <summary>Runs commands and streams cursors over a pool of libmongoc.</summary>
/// <remarks>
/// Safe for concurrent use. libmongoc blocks, so each operation has a thread of its own while it runs, and no more run at
/// once than the pool holds. Cancelling frees the caller at once; the native call ends by <c>maxTimeMS</c> or the socket's
/// timeout, and only then does its client go back to the pool.
/// </remarks>
internal sealed class MongoConnection : IAsyncDisposable
{
    // Batches of documents that wait for their reader: enough to keep the server busy, few enough to stay small.
    private const int BatchesAhead = 4;
    private const int BatchBytes = 64 * 1024;

    private static readonly BsonDocument Majority = new BsonBuilder().Add("writeConcern", new BsonBuilder().Add("w", "majority").Build()).Build();

    private readonly PoolHandle pool;
    private readonly SemaphoreSlim free;
    private readonly TimeSpan timeout;

    private MongoConnection(PoolHandle pool, int size, TimeSpan timeout)
    {
        this.pool = pool;
        this.timeout = timeout;
        free = new SemaphoreSlim(size);
    }

    /// <summary>Makes the pool; nothing is asked yet.</summary>
    /// <exception cref="MongoException">The URL's options do not go together.</exception>
    public static unsafe MongoConnection Open(MongoUrl url, MongoOptions options)
    {
        BsonError error;
        var clients = Mongoc.NewPool(url.Uri, &error);
        // mongodb+srv:// asks the name server already here.
        if (clients.IsInvalid) throw new MongoException(error.Domain == ErrorDomain.Stream ? MongoFailure.NoServer : MongoFailure.NotSent, (int)error.Code, error.Message, reply: null);
        Mongoc.SetErrorApi(clients, 2);
        return new MongoConnection(clients, url.MaxPoolSize, options.CommandTimeout);
    }

    /// <summary>Runs a command that only reads.</summary>
    public Task<BsonDocument> ReadAsync(string database, BsonDocument command, CancellationToken cancellationToken, ReadFrom from = ReadFrom.Primary) =>
        RunAsync(client => client.Read(database, Bounded(command), from), cancellationToken);

    /// <summary>Runs a command that writes. The reply is to be read: it may tell of writes refused.</summary>
    public Task<BsonDocument> WriteAsync(string database, BsonDocument command, CancellationToken cancellationToken) =>
        RunAsync(client => client.Write(database, Bounded(command)), cancellationToken);

    /// <summary>Runs a command that writes, and answers when a majority of the servers has what it wrote.</summary>
    public Task<BsonDocument> WriteSafelyAsync(string database, BsonDocument command, CancellationToken cancellationToken) =>
        RunAsync(client => client.Write(database, Bounded(command), Majority), cancellationToken);

    /// <summary>Runs commands in one transaction.</summary>
    /// <returns>The place of the command that did not do what was expected of it: nothing was done then; <see langword="null"/> where all was done.</returns>
    public async Task<int?> TransactAsync(string database, IReadOnlyList<ExpectedWrite> writes, CancellationToken cancellationToken)
    {
        int? failed = null;
        await RunAsync(client => { failed = client.Transact(database, writes); return BsonDocument.Empty; }, cancellationToken);
        return failed;
    }

    /// <summary>Streams what a command with a cursor answers: find, aggregate, listIndexes, listCollections.</summary>
    public async IAsyncEnumerable<BsonDocument> QueryAsync(
        string database, BsonDocument command, [EnumeratorCancellation] CancellationToken cancellationToken, ReadFrom from = ReadFrom.Primary)
    {
        var batches = Channel.CreateBounded<List<BsonDocument>>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = RunAsync(client => { Fill(client, database, command, from, batches.Writer, stop.Token); return BsonDocument.Empty; }, cancellationToken);
        _ = reading.ContinueWith(ended => batches.Writer.TryComplete(ended.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var document in batch) yield return document;
            }

            // Who was stopped at that moment has not seen all.
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Clients that are out hold the pool open until they are back.
        pool.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Fill(ClientLease client, string database, BsonDocument command, ReadFrom from, ChannelWriter<List<BsonDocument>> writer, CancellationToken stop)
    {
        var (batch, bytes) = (new List<BsonDocument>(), 0);
        foreach (var document in client.Query(database, command, from))
        {
            if (stop.IsCancellationRequested) return;
            batch.Add(document);
            bytes += document.Bytes.Length;
            if (bytes < BatchBytes) continue;
            if (!Send(writer, batch, stop)) return;
            (batch, bytes) = ([], 0);
        }

        if (batch.Count > 0) Send(writer, batch, stop);
    }

    private static bool Send(ChannelWriter<List<BsonDocument>> writer, List<BsonDocument> batch, CancellationToken stop)
    {
        while (!writer.TryWrite(batch))
        {
            try
            {
                // The thread is this stream's own: it may wait.
                if (!writer.WaitToWriteAsync(stop).AsTask().GetAwaiter().GetResult()) return false;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<BsonDocument> RunAsync(Func<ClientLease, BsonDocument> operation, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        var running = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    using var client = ClientLease.Take(pool);
                    return operation(client);
                }
                finally
                {
                    free.Release();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return await running.WaitAsync(cancellationToken);
    }

    private BsonDocument Bounded(BsonDocument command) =>
        timeout <= TimeSpan.Zero || command["maxTimeMS"] is not null
            ? command
            : new BsonBuilder().AddAll(command).Add("maxTimeMS", (long)Math.Max(1, timeout.TotalMilliseconds)).Build();
}
