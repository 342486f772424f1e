using Uniquity.Testing.Engines.DocumentDb.Wire;

namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>What the endpoint answers by itself: who it is, and that all is well.</summary>
internal static class Greetings
{
    /// <summary>The reply, or <see langword="null"/> for a command that is DocumentDB's to answer.</summary>
    public static ReadOnlyMemory<byte>? Answer(string command) => command.ToLowerInvariant() switch
    {
        "hello" => Hello("isWritablePrimary"),
        "ismaster" => Hello("ismaster"),
        "ping" or "endsessions" or "refreshsessions" or "killsessions" or "logout" => BsonReply.Ok,
        "buildinfo" => new BsonReply().With("version", "7.0.0")
            .WithArray("versionArray", [7, 0, 0, 0], (array, index, part) => array.With(index, part))
            .With("bits", 64).With("maxBsonObjectSize", 16_777_216).With("ok", 1.0).ToDocument(),
        "getparameter" => new BsonReply().With("featureCompatibilityVersion", new BsonReply().With("version", "7.0").ToDocument())
            .With("ok", 1.0).ToDocument(),
        "connectionstatus" => new BsonReply().With("authInfo", new BsonReply().WithArray<int>("authenticatedUsers", [], (_, _, _) => { })
            .WithArray<int>("authenticatedUserRoles", [], (_, _, _) => { }).ToDocument()).With("ok", 1.0).ToDocument(),
        // Cast: a bare null would become an empty document.
        _ => (ReadOnlyMemory<byte>?)null,
    };

    /// <summary>As a router: drivers then use sessions and transactions without asking for a replica set.</summary>
    private static ReadOnlyMemory<byte> Hello(string primary) => new BsonReply().With("helloOk", true).With(primary, true).With("msg", "isdbgrid")
        .With("maxBsonObjectSize", 16_777_216).With("maxMessageSizeBytes", 48_000_000).With("maxWriteBatchSize", 25_000)
        .With("localTime", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), BsonField.Date).With("logicalSessionTimeoutMinutes", 30)
        .With("connectionId", 1).With("minWireVersion", 0).With("maxWireVersion", 21).With("readOnly", false).With("ok", 1.0).ToDocument();
}
