using Uniquity.Testing.Engines.DocumentDb.Wire;

namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>Hands a command to the SQL function of DocumentDB that runs it.</summary>
internal static class Commands
{
    public static Task<ReadOnlyMemory<byte>> RunAsync(CommandCall call) => call.Request.Command.Name.ToLowerInvariant() switch
    {
        "find" => CursorCommands.OpenAsync(call, "find"),
        "aggregate" => CursorCommands.OpenAsync(call, "aggregate"),
        "listindexes" => CursorCommands.OpenAsync(call, "list_indexes"),
        "listcollections" => CursorCommands.OpenAsync(call, "list_collections"),
        "getmore" => CursorCommands.MoreAsync(call),
        "killcursors" => CursorCommands.KillAsync(call),
        "insert" => WriteAsync(call, "insert"),
        "update" => WriteAsync(call, "update"),
        "delete" => WriteAsync(call, "delete"),
        "findandmodify" => WithBodyAsync(call, "(documentdb_api.find_and_modify($1, $2::bytea)).p_result::bytea"),
        "createindexes" => IndexCommands.CreateAsync(call),
        "dropindexes" => IndexCommands.DropAsync(call),
        "count" => WithBodyAsync(call, "document::bytea FROM documentdb_api.count_query($1, $2::bytea)"),
        "distinct" => WithBodyAsync(call, "document::bytea FROM documentdb_api.distinct_query($1, $2::bytea)"),
        "validate" => WithBodyAsync(call, "documentdb_api.validate($1, $2::bytea)::bytea"),
        "create" => CreateAsync(call),
        "drop" => DropAsync(call),
        "dropdatabase" => DropDatabaseAsync(call),
        "collmod" => call.DocumentAsync("SELECT documentdb_api.coll_mod($1, $2, $3::bytea)::bytea", call.Request.Database, Target(call), call.Request.Body),
        "collstats" => call.DocumentAsync("SELECT documentdb_api.coll_stats($1, $2)::bytea", call.Request.Database, Target(call)),
        "dbstats" => call.DocumentAsync("SELECT documentdb_api.db_stats($1)::bytea", call.Request.Database),
        "listdatabases" => call.DocumentAsync("SELECT documentdb_api.list_databases($1::bytea)::bytea", call.Request.Body),
        "currentop" => call.DocumentAsync("SELECT documentdb_api.current_op_command($1::bytea)::bytea", call.Request.Body),
        "renamecollection" => call.DocumentAsync("SELECT documentdb_api.rename_collection($1::bytea)::bytea", call.Request.Body),
        _ => throw new Refusal(ServerCodes.CommandNotFound, $"no such command: '{call.Request.Command.Name}'"),
    };

    /// <summary>The collection that a command names.</summary>
    public static string Target(CommandCall call) => call.Request.Command.AsText();

    private static Task<ReadOnlyMemory<byte>> WithBodyAsync(CommandCall call, string sql) =>
        call.DocumentAsync("SELECT " + sql, call.Request.Database, call.Request.Body);

    private static async Task<ReadOnlyMemory<byte>> WriteAsync(CommandCall call, string function)
    {
        var row = await call.RowAsync(
            $"SELECT p_result::bytea, p_success FROM documentdb_api.{function}($1, $2::bytea, $3::bytea)",
            call.Request.Database, call.Request.Body, call.Request.Documents);
        var reply = (byte[])row[0]!;
        if (row[1] is true) return reply;
        var unpacked = ServerCodes.Unpack(reply);
        if (call.Transaction is null || unpacked.Find("writeErrors") is not { } errors) return unpacked;
        // Inside a transaction a write error is the command's, and ends the transaction.
        await call.AbandonAsync();
        var first = BsonReading.Fields(errors.Value).First().Value;
        throw new Refusal((int)first.Find("code")!.Value.AsInt64(), first.Find("errmsg")!.Value.AsText());
    }

    private static async Task<ReadOnlyMemory<byte>> CreateAsync(CommandCall call)
    {
        string[] options = ["viewOn", "capped", "timeseries", "validator", "collation", "clusteredIndex"];
        if (options.Any(option => call.Request.Body.Find(option) is not null))
            return await WithBodyAsync(call, "documentdb_api.create_collection_view($1, $2::bytea)::bytea");
        var row = await call.RowAsync("SELECT documentdb_api.create_collection($1, $2)", call.Request.Database, Target(call));
        return row[0] is true
            ? BsonReply.Ok
            : throw new Refusal(ServerCodes.NamespaceExists, $"Collection {call.Request.Database}.{Target(call)} already exists.");
    }

    private static async Task<ReadOnlyMemory<byte>> DropAsync(CommandCall call)
    {
        await call.RowAsync("SELECT documentdb_api.drop_collection($1, $2)", call.Request.Database, Target(call));
        return new BsonReply().With("ns", $"{call.Request.Database}.{Target(call)}").With("ok", 1.0).ToDocument();
    }

    private static async Task<ReadOnlyMemory<byte>> DropDatabaseAsync(CommandCall call)
    {
        await call.RowAsync("SELECT documentdb_api.drop_database($1)", call.Request.Database);
        return new BsonReply().With("dropped", call.Request.Database).With("ok", 1.0).ToDocument();
    }
}
