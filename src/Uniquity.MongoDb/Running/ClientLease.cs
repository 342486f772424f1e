using System.Globalization;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Native;

namespace Uniquity.MongoDb.Running;

/// <summary>One client of the pool, for one thread, until it is given back.</summary>
internal sealed unsafe class ClientLease : IDisposable
{
    // Without a word a server fills 16 MB with each batch, and libmongoc holds it whole. The first batch is the command's own.
    private const int BatchDocuments = 1000;

    private readonly PoolHandle pool;
    private nint client;

    private ClientLease(PoolHandle pool, nint client)
    {
        this.pool = pool;
        this.client = client;
    }

    /// <summary>Takes a client; waits for one where all are out.</summary>
    public static ClientLease Take(PoolHandle pool)
    {
        // The reference keeps the pool until this client is back, whoever disposes of it meanwhile.
        var added = false;
        pool.DangerousAddRef(ref added);
        return new ClientLease(pool, Mongoc.Pop(pool));
    }

    /// <summary>Runs a command that reads.</summary>
    public BsonDocument Read(string database, BsonDocument command, ReadFrom from)
    {
        using var preferences = Mongoc.NewReadPreferences((int)from);
        using var sent = BsonHandle.Over(command);
        using var options = BsonHandle.Empty();
        using var reply = BsonHandle.Empty();
        BsonError error;
        return Mongoc.Read(client, database, sent, preferences, options, reply, &error) ? reply.ToDocument() : throw Failed(error, reply.ToDocument());
    }

    /// <summary>Runs a command that writes.</summary>
    public BsonDocument Write(string database, BsonDocument command, BsonDocument? settings = null)
    {
        using var sent = BsonHandle.Over(command);
        using var options = settings is null ? BsonHandle.Empty() : BsonHandle.Over(settings);
        using var reply = BsonHandle.Empty();
        BsonError error;
        return Mongoc.Write(client, database, sent, options, reply, &error) ? reply.ToDocument() : throw Failed(error, reply.ToDocument());
    }

    /// <summary>Runs commands in one transaction, which a majority has when it is committed.</summary>
    /// <returns>The place of the command that did not do what was expected of it: nothing was done then; <see langword="null"/> where all was done.</returns>
    public int? Transact(string database, IReadOnlyList<ExpectedWrite> writes)
    {
        using var transaction = ClientTransaction.Start(client);
        for (var at = 0; at < writes.Count; at++)
        {
            using var sent = BsonHandle.Over(writes[at].Command);
            using var options = transaction.Options();
            using var reply = BsonHandle.Empty();
            BsonError error;
            if (!Mongoc.Write(client, database, sent, options, reply, &error)) throw Failure(error, reply.ToDocument());
            if (!writes[at].IsDone(reply.ToDocument())) return at;
        }

        transaction.Commit();
        return null;
    }

    /// <summary>Runs a command with a cursor and goes over its documents, each a copy.</summary>
    public IEnumerable<BsonDocument> Query(string database, BsonDocument command, ReadFrom from)
    {
        using var cursor = OpenCursor(database, command, from);
        while (Next(cursor) is { } document) yield return document;
        ThrowIfFailed(cursor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (client == 0) return;
        Mongoc.Push(pool, client);
        client = 0;
        pool.DangerousRelease();
    }

    private MongoException Failed(BsonError error, BsonDocument? reply)
    {
        var failure = Failure(error, reply);

        // Where libmongoc tells of no fault on the way, what it saw of the servers is all that tells why.
        return failure.Failure == MongoFailure.NoServer && !failure.Message.Contains('[', StringComparison.Ordinal)
            ? new MongoException(failure.Failure, failure.Code, SeenServers.Of(client), failure.Reply)
            : failure;
    }

    private CursorHandle OpenCursor(string database, BsonDocument command, ReadFrom from)
    {
        // 2.x wants the command and its cursor to name one server; 1.x is content with it.
        using var preferences = Mongoc.NewReadPreferences((int)from);
        BsonError error;
        using var server = Mongoc.SelectServer(client, forWrites: false, preferences, &error);
        if (server.IsInvalid) throw Failed(error, reply: null);
        var serverId = Mongoc.ServerId(server);
        using var options = Options(string.Create(CultureInfo.InvariantCulture, $"{{\"serverId\":{serverId}}}"));
        using var later = Options(string.Create(CultureInfo.InvariantCulture, $"{{\"serverId\":{serverId},\"batchSize\":{BatchDocuments}}}"));
        using var sent = BsonHandle.Over(command);
        var reply = BsonHandle.Empty();
        if (!Mongoc.Read(client, database, sent, preferences, options, reply, &error))
        {
            using (reply) throw Failure(error, reply.ToDocument());
        }

        var cursor = Mongoc.NewCursor(client, reply, later);
        reply.Forget();
        reply.Dispose();
        return Opened(cursor);
    }

    private static BsonHandle Options(string json) => BsonHandle.Parse(System.Text.Encoding.UTF8.GetBytes(json));

    private static CursorHandle Opened(CursorHandle cursor)
    {
        try
        {
            ThrowIfFailed(cursor);
            return cursor;
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }

    private static BsonDocument? Next(CursorHandle cursor)
    {
        nint document;
        return Mongoc.Next(cursor, &document) ? BsonDocument.Copy(Bson.Data(document)) : null;
    }

    private static void ThrowIfFailed(CursorHandle cursor)
    {
        BsonError error;
        nint reply;
        if (Mongoc.Error(cursor, &error, &reply)) throw Failure(error, reply == 0 ? null : BsonDocument.Copy(Bson.Data(reply)));
    }

    internal static MongoException Failure(BsonError error, BsonDocument? reply)
    {
        var failure = error.Domain switch
        {
            ErrorDomain.Server => MongoFailure.Refused,
            ErrorDomain.ServerSelection => error.Message.Contains("authenticat", StringComparison.OrdinalIgnoreCase) ? MongoFailure.Denied : MongoFailure.NoServer,
            ErrorDomain.Client when error.Code == ErrorDomain.AuthenticateCode => MongoFailure.Denied,
            ErrorDomain.Sasl or ErrorDomain.Scram => MongoFailure.Denied,
            ErrorDomain.Stream or ErrorDomain.Protocol => MongoFailure.OutcomeUnknown,
            ErrorDomain.WriteConcern => MongoFailure.Unconfirmed,
            _ => MongoFailure.NotSent,
        };
        return new MongoException(failure, (int)error.Code, error.Message, reply is { IsEmpty: true } ? null : reply);
    }
}
