using System.Runtime.CompilerServices;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Running;

/// <summary>Reads from one database; what goes wrong comes out as one line that a person can act on.</summary>
internal sealed class MongoSession : IAsyncDisposable
{
    private const int LoggedBytes = 2048;
    private const int LoggedQueryBytes = 16 * 1024;
    private const int LoggedCommands = 1000;

    /// <summary>How long a bounded write takes at most.</summary>
    public static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(20);

    private readonly MongoUrl url;
    private readonly MongoConnection connection;
    private readonly List<string> log = [];
    private readonly Lock gate = new();

    private MongoSession(MongoUrl url, MongoConnection connection, string database)
    {
        this.url = url;
        this.connection = connection;
        Database = database;
    }

    /// <summary>The database.</summary>
    public string Database { get; }

    /// <summary>Host and port.</summary>
    public string Hosts => url.Hosts;

    /// <summary>The user of the URL.</summary>
    public string? User => url.User;

    /// <summary>Whether writes through the URL are not acknowledged (<c>w=0</c>).</summary>
    public bool Unacknowledged => url.Has("w", "0");

    /// <summary>Whether a connection went while a write was under way: the server may still be at it.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>The read preference of the URL, where it is not the primary's.</summary>
    public string? ReadPreference => url.Option("readPreference") is { } mode && !mode.Equals("primary", StringComparison.OrdinalIgnoreCase) ? mode : null;

    /// <summary>The first thousand of the commands sent, as mongosh takes them: a load or a run sends millions.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (gate) return [.. log];
        }
    }

    /// <summary>Opens a URL and waits until a server answers.</summary>
    public static async ValueTask<MongoSession> OpenAsync(string text, MongoOptions options, CancellationToken cancellationToken)
    {
        var read = MongoUrl.Read(text, options);
        MongoSession? session = null;
        try
        {
            var database = read.Database ?? throw new UsageException($"the URL names no database; right is mongodb://{read.Hosts}/DATABASE");
            session = new MongoSession(read, Connect(read, options), database);
            await session.AdminAsync(BsonDocument.Parse("""{"ping":1}"""), cancellationToken);
            return session;
        }
        catch
        {
            // Its pool has threads that would look for the server for ever.
            if (session is not null) await session.DisposeAsync();
            else read.Dispose();
            throw;
        }
    }

    /// <summary>Runs a command that reads.</summary>
    /// <exception cref="TargetException">The server cannot answer.</exception>
    public Task<BsonDocument> RunAsync(BsonDocument command, CancellationToken cancellationToken) => RunAsync(Database, command, cancellationToken);

    /// <summary>Runs a command of the server as a whole.</summary>
    /// <exception cref="TargetException">The server cannot answer.</exception>
    public Task<BsonDocument> AdminAsync(BsonDocument command, CancellationToken cancellationToken) => RunAsync("admin", command, cancellationToken);

    /// <summary>Runs a command that reads another database.</summary>
    /// <exception cref="TargetException">The server cannot answer.</exception>
    public Task<BsonDocument> OfAsync(string database, BsonDocument command, CancellationToken cancellationToken) => RunAsync(database, command, cancellationToken);

    /// <summary>Runs a command that writes. The reply is to be read: it may tell of writes refused.</summary>
    /// <exception cref="TargetException">The server refused it, or its outcome is not known; the inner exception tells which.</exception>
    public async Task<BsonDocument> WriteAsync(BsonDocument command, CancellationToken cancellationToken)
    {
        Remember(command);
        try
        {
            return await connection.WriteAsync(Database, command, cancellationToken);
        }
        catch (MongoException failure)
        {
            throw Explained(failure);
        }
    }

    /// <summary>Runs a command that writes, and answers when a majority of the servers has what it wrote; the reply may tell of writes refused.</summary>
    /// <exception cref="TargetException">The server refused it, or its outcome is not known; the inner exception tells which.</exception>
    public async Task<BsonDocument> WriteSafelyAsync(BsonDocument command, CancellationToken cancellationToken)
    {
        Remember(command, LoggedBytes);
        try
        {
            return await connection.WriteSafelyAsync(Database, command, cancellationToken);
        }
        catch (MongoException failure)
        {
            IsInDoubt |= failure.Failure == MongoFailure.OutcomeUnknown;
            throw Explained(failure);
        }
    }

    /// <summary>The same for a command that is over after a bounded time, whatever becomes of this process: the server gives it up then.</summary>
    /// <exception cref="TargetException">The server refused it, or its outcome is not known; the inner exception tells which.</exception>
    public Task<BsonDocument> WriteBoundedAsync(BsonDocument command, CancellationToken cancellationToken) =>
        WriteSafelyAsync(new BsonBuilder().AddAll(command).Add("maxTimeMS", (long)LongestWrite.TotalMilliseconds).Build(), cancellationToken);

    /// <summary>Runs commands in one transaction.</summary>
    /// <returns>The place of the command that did not do what was expected of it: nothing was done then; <see langword="null"/> where all was done.</returns>
    /// <exception cref="TargetException">The server refused one, or the outcome is not known; the inner exception tells which.</exception>
    public async Task<int?> TransactAsync(IReadOnlyList<ExpectedWrite> writes, CancellationToken cancellationToken)
    {
        foreach (var write in writes) Remember(write.Command, LoggedBytes);
        try
        {
            return await connection.TransactAsync(Database, writes, cancellationToken);
        }
        catch (MongoException failure)
        {
            IsInDoubt |= failure.Failure == MongoFailure.OutcomeUnknown;
            throw Explained(failure);
        }
    }

    /// <summary>Asks a secondary.</summary>
    /// <returns>How many documents it answered; <see langword="null"/> where there is none.</returns>
    public async Task<int?> SecondaryAsync(BsonDocument command, CancellationToken cancellationToken)
    {
        Remember(command);
        try
        {
            var count = 0;
            await foreach (var _ in connection.QueryAsync(Database, command, cancellationToken, ReadFrom.Secondary)) count++;
            return count;
        }
        catch (MongoException)
        {
            return null;
        }
    }

    /// <summary>Streams what a command with a cursor answers.</summary>
    /// <exception cref="TargetException">The server cannot answer.</exception>
    public async IAsyncEnumerable<BsonDocument> QueryAsync(BsonDocument command, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Remember(command, LoggedQueryBytes);
        await using var documents = connection.QueryAsync(Database, command, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await documents.MoveNextAsync()) break;
            }
            catch (MongoException failure)
            {
                throw Explained(failure);
            }

            yield return documents.Current;
        }
    }

    /// <summary>Collects what a command with a cursor answers.</summary>
    public async Task<List<BsonDocument>> ListAsync(BsonDocument command, CancellationToken cancellationToken)
    {
        var documents = new List<BsonDocument>();
        await foreach (var document in QueryAsync(command, cancellationToken)) documents.Add(document);
        return documents;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        url.Dispose();
    }

    private static MongoConnection Connect(MongoUrl url, MongoOptions options)
    {
        try
        {
            return MongoConnection.Open(url, options);
        }
        catch (MongoException failure) when (failure.Failure == MongoFailure.NoServer)
        {
            throw new TargetException(MongoFault.Explain(failure, url.Hosts, url.Database ?? "", url.User), failure);
        }
        catch (MongoException failure)
        {
            throw new UsageException($"the MongoDB URL cannot be used: {failure.Message}", failure);
        }
    }

    private async Task<BsonDocument> RunAsync(string database, BsonDocument command, CancellationToken cancellationToken)
    {
        Remember(command);
        try
        {
            return await connection.ReadAsync(database, command, cancellationToken);
        }
        catch (MongoException failure)
        {
            throw Explained(failure);
        }
    }

    // A batch holds thousands of documents, or asks for them: the log names the command and where it went.
    private void Remember(BsonDocument command, int longest = int.MaxValue)
    {
        lock (gate)
        {
            if (log.Count < LoggedCommands) log.Add(command.Bytes.Length <= longest ? $"db.runCommand({ShellWriter.Document(command)})" : $"db.runCommand({{ {command.Elements()[0].Name}: {ShellWriter.Value(command.Elements()[0])}, … }})");
        }
    }

    private TargetException Explained(MongoException failure) => new(MongoFault.Explain(failure, Hosts, Database, User), failure);
}
