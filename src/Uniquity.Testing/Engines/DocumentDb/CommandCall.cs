using Npgsql;
using Uniquity.Testing.Engines.DocumentDb.Wire;

namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>One command of a client: finds its transaction, runs it, words its refusal.</summary>
internal sealed class CommandCall(ClientConnection connection, Request request, CancellationToken cancellationToken)
{
    public Request Request => request;

    public Endpoint Endpoint => connection.Endpoint;

    public long MaxTimeMs { get; } = request.Body.Find("maxTimeMS")?.AsInt64() ?? 0;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The connection that the command runs on.</summary>
    public Backend Backend { get; private set; } = null!;

    /// <summary>The transaction that the command is part of, or <see langword="null"/>.</summary>
    public OpenTransaction? Transaction { get; private set; }

    public async Task<ReadOnlyMemory<byte>> RunAsync()
    {
        if (Greetings.Answer(request.Command.Name) is { } greeting) return greeting;
        if (request.Body.Find("autocommit") is { } autocommit && !autocommit.IsTrue())
        {
            Transaction = await TransactionAsync();
            Backend = Transaction.Backend;
            if (request.Command.Name is "commitTransaction" or "abortTransaction") return await EndAsync();
        }
        else
        {
            Backend = await connection.BackendAsync(cancellationToken);
        }

        try
        {
            return await Commands.RunAsync(this);
        }
        catch (PostgresException refused)
        {
            await AbandonAsync();
            var code = ServerCodes.Of(refused.SqlState);
            throw new Refusal(code, await WordsAsync(refused), transient: Transaction is not null && code == 112);
        }
    }

    /// <summary>The first row of a statement on the command's connection.</summary>
    public Task<object?[]> RowAsync(string sql, params object?[] values) => Backend.RowAsync(sql, MaxTimeMs, values, asText: false, cancellationToken);

    /// <summary>A document that a statement gives.</summary>
    public async Task<ReadOnlyMemory<byte>> DocumentAsync(string sql, params object?[] values) => (byte[])(await RowAsync(sql, values))[0]!;

    /// <summary>Rolls the transaction back: the server does so at the first error.</summary>
    public async Task AbandonAsync()
    {
        if (Transaction is not null && Endpoint.Transactions.TryRemove(Transaction.Key, out _)) await Transaction.Backend.DisposeAsync();
    }

    private async Task<OpenTransaction> TransactionAsync()
    {
        var session = request.Body.Find("lsid") ?? throw new Refusal(72, "A transaction needs a session.");
        var key = Convert.ToHexString(session.Value.Span) + "/" + request.Body.Find("txnNumber")?.AsInt64();
        if (request.Body.Find("startTransaction")?.IsTrue() == true)
        {
            var opened = await Backend.OpenAsync(Endpoint.Source, cancellationToken);
            await opened.ExecuteAsync("BEGIN", cancellationToken);
            Endpoint.Transactions[key] = new(key, opened, connection);
        }

        return Endpoint.Transactions.GetValueOrDefault(key)
            ?? throw new Refusal(ServerCodes.NoSuchTransaction, "The transaction has ended, or never began.", transient: true);
    }

    private async Task<ReadOnlyMemory<byte>> EndAsync()
    {
        if (Endpoint.Transactions.TryRemove(Transaction!.Key, out _))
        {
            await using var ended = Transaction.Backend;
            await ended.ExecuteAsync(request.Command.Name is "commitTransaction" ? "COMMIT" : "ROLLBACK", cancellationToken);
        }

        return BsonReply.Ok;
    }

    /// <summary>A duplicate that only PostgreSQL has worded names its index by a number: the index's own name is looked up.</summary>
    private async Task<string> WordsAsync(PostgresException refused)
    {
        if (refused.SqlState is not ("23505" or "23P01") || refused.ConstraintName is not { } constraint) return refused.MessageText;
        object? name = "_id_";
        if (!constraint.StartsWith("collection_pk_", StringComparison.Ordinal))
        {
            var aside = await connection.BackendAsync(cancellationToken);
            var row = await aside.RowAsync(
                "SELECT (index_spec).index_name::text FROM documentdb_api_catalog.collection_indexes WHERE index_id::text = $1",
                0, [constraint.Split('_')[^1]], asText: false, cancellationToken);
            name = row.Length > 0 ? row[0] : constraint;
        }

        return $"Duplicate key violation on the requested collection: Index '{name}'";
    }
}
