using Uniquity.Testing.Engines.DocumentDb.Wire;

namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>A command's refusal, as the client gets it.</summary>
internal sealed class Refusal(int code, string message, bool transient = false) : Exception(message)
{
    /// <summary>The server's error code.</summary>
    public int Code => code;

    public ReadOnlyMemory<byte> ToDocument()
    {
        var reply = new BsonReply().With("ok", 0.0).With("errmsg", Message).With("code", code).With("codeName", ServerCodes.NameOf(code));
        if (transient) reply.WithArray("errorLabels", ["TransientTransactionError"], (array, index, label) => array.With(index, label));
        return reply.ToDocument();
    }
}
