using Npgsql;
using Uniquity.Testing.Engines.DocumentDb.Wire;

namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>Commands that build and drop indexes.</summary>
internal static class IndexCommands
{
    /// <summary>DocumentDB queues a build for its background job; here it is run at once, and waited for.</summary>
    public static async Task<ReadOnlyMemory<byte>> CreateAsync(CommandCall call)
    {
        var row = await call.RowAsync(
            "SELECT retval::bytea, ok, requests::bytea FROM documentdb_api.create_indexes_background($1, $2::bytea)",
            call.Request.Database, call.Request.Body);
        var reply = (byte[])row[0]!;
        var built = row[1] is true;
        // An empty document (five bytes) asks for no build.
        while (built && row[2] is byte[] { Length: > 5 } requests)
        {
            await BuildAsync(call);
            var status = await call.RowAsync(
                "SELECT retval::bytea, ok, complete FROM documentdb_api_internal.check_build_index_status($1::bytea)", requests);
            if (status[1] is not true) (built, reply) = (false, (byte[])status[0]!);
            if (status[2] is true) break;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, call.CancellationToken);
        }

        var shard = FirstOfRaw(reply);
        if (built) return With(shard, ok: 1.0);
        throw new Refusal(ServerCodes.Unpack(shard.Find("code")?.AsInt64() ?? 1), shard.Find("errmsg")?.AsText() ?? "The index build failed.");
    }

    public static async Task<ReadOnlyMemory<byte>> DropAsync(CommandCall call)
    {
        // A procedure's document has no cast on its way out: it comes as text, "BSONHEX" before its digits.
        var row = await call.Backend.RowAsync(
            "CALL documentdb_api.drop_indexes($1, $2::bytea, NULL)", call.MaxTimeMs, [call.Request.Database, call.Request.Body],
            asText: true, call.CancellationToken);
        ReadOnlyMemory<byte> reply = Convert.FromHexString(((string)row[0]!)["BSONHEX".Length..]);
        if (reply.Find("ok")?.IsTrue() == true) return With(reply, ok: 1.0);
        throw new Refusal(ServerCodes.Unpack(reply.Find("code")?.AsInt64() ?? 1), reply.Find("errmsg")?.AsText() ?? "The index was not dropped.");
    }

    private static async Task BuildAsync(CommandCall call)
    {
        try
        {
            await call.Backend.RowAsync("CALL documentdb_api_internal.build_index_concurrently(1)", 0, [], asText: true, call.CancellationToken);
        }
        catch (PostgresException)
        {
            // The status that is asked for next tells why.
        }
    }

    /// <summary>The reply of the one shard, where the document has a reply for each; of those, one that failed.</summary>
    private static ReadOnlyMemory<byte> FirstOfRaw(ReadOnlyMemory<byte> reply)
    {
        if (reply.Find("raw") is not { } raw) return reply;
        var shards = BsonReading.Fields(raw.Value).Select(shard => shard.Value).ToList();
        return shards.Find(shard => shard.Find("errmsg") is not null) is { IsEmpty: false } failed ? failed : shards.FirstOrDefault(reply);
    }

    private static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> document, double ok)
    {
        var reply = new BsonReply();
        foreach (var field in BsonReading.Fields(document).Where(field => field.Name is not "ok")) reply.With(field);
        return reply.With("ok", ok).ToDocument();
    }
}
