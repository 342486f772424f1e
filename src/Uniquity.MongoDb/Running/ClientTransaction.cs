using Uniquity.MongoDb.Native;

namespace Uniquity.MongoDb.Running;

/// <summary>A transaction on one client; what is not committed is rolled back when it goes.</summary>
internal sealed unsafe class ClientTransaction : IDisposable
{
    private readonly nint session;
    private bool open;

    private ClientTransaction(nint session) => this.session = session;

    /// <summary>Starts one.</summary>
    /// <exception cref="MongoException">The server has no sessions.</exception>
    public static ClientTransaction Start(nint client)
    {
        BsonError error;
        var begun = Mongoc.StartSession(client, 0, &error);
        if (begun == 0) throw ClientLease.Failure(error, reply: null);
        var transaction = new ClientTransaction(begun);
        var options = Mongoc.NewTransactionOptions();
        var concern = Mongoc.NewWriteConcern();
        Mongoc.SetMajority(concern, 0);
        Mongoc.SetWriteConcern(options, concern);
        transaction.open = Mongoc.StartTransaction(begun, options, &error);
        Mongoc.DestroyWriteConcern(concern);
        Mongoc.DestroyTransactionOptions(options);
        if (transaction.open) return transaction;
        transaction.Dispose();
        throw ClientLease.Failure(error, reply: null);
    }

    /// <summary>The options that make a command part of it.</summary>
    public BsonHandle Options()
    {
        var options = BsonHandle.Empty();
        BsonError error;
        if (Mongoc.AppendSession(session, options, &error)) return options;
        options.Dispose();
        throw ClientLease.Failure(error, reply: null);
    }

    /// <summary>Commits it.</summary>
    /// <exception cref="MongoException">It was not committed, or the outcome is not known.</exception>
    public void Commit()
    {
        using var reply = BsonHandle.Empty();
        BsonError error;
        open = false;
        if (Mongoc.Commit(session, reply, &error)) return;
        var failure = ClientLease.Failure(error, reply.ToDocument());

        // A server that shuts down, or whose time was over, may have committed before it said so.
        throw failure is { Failure: MongoFailure.Refused, MayBeCommitted: true } ? new MongoException(MongoFailure.OutcomeUnknown, failure.Code, failure.Message, failure.Reply) : failure;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (open) Mongoc.Abort(session, null);
        open = false;
        Mongoc.DestroySession(session);
    }
}
