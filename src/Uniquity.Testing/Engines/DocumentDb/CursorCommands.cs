using Uniquity.Testing.Engines.DocumentDb.Wire;

namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>Commands that open, continue and close cursors.</summary>
internal static class CursorCommands
{
    public static async Task<ReadOnlyMemory<byte>> OpenAsync(CommandCall call, string function)
    {
        var row = await call.RowAsync(
            $"SELECT cursorpage::bytea, continuation::bytea, cursorid FROM documentdb_api.{function}_cursor_first_page($1, $2::bytea)",
            call.Request.Database, call.Request.Body);
        if (row[1] is byte[] continuation) call.Endpoint.Cursors[(long)row[2]!] = new(call.Request.Database, continuation, call.Backend);
        return (byte[])row[0]!;
    }

    public static async Task<ReadOnlyMemory<byte>> MoreAsync(CommandCall call)
    {
        var id = call.Request.Command.AsInt64();
        if (!call.Endpoint.Cursors.TryGetValue(id, out var cursor)) throw new Refusal(ServerCodes.CursorNotFound, $"cursor id {id} not found");
        var row = await cursor.Backend.RowAsync(
            "SELECT cursorpage::bytea, continuation::bytea FROM documentdb_api.cursor_get_more($1, $2::bytea, $3::bytea)",
            call.MaxTimeMs, [cursor.Database, call.Request.Body, cursor.Continuation], asText: false, call.CancellationToken);
        if (row[1] is byte[] continuation) call.Endpoint.Cursors[id] = cursor with { Continuation = continuation };
        else call.Endpoint.Cursors.TryRemove(id, out _);
        return (byte[])row[0]!;
    }

    public static async Task<ReadOnlyMemory<byte>> KillAsync(CommandCall call)
    {
        var asked = call.Request.Body.Find("cursors") is { } list ? BsonReading.Fields(list.Value).Select(item => item.AsInt64()).ToArray() : [];
        var killed = asked.Where(id => call.Endpoint.Cursors.TryRemove(id, out _)).ToArray();
        await call.RowAsync("SELECT documentdb_api_internal.delete_cursors($1)::bytea", [asked]);
        return new BsonReply().WithArray("cursorsKilled", killed, Write).WithArray("cursorsNotFound", asked.Except(killed), Write)
            .WithArray<long>("cursorsAlive", [], Write).WithArray<long>("cursorsUnknown", [], Write).With("ok", 1.0).ToDocument();
    }

    private static void Write(BsonReply array, string index, long id) => array.With(index, id);
}
