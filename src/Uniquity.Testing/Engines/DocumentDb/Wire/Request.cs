using System.Buffers.Binary;
using System.Text;

namespace Uniquity.Testing.Engines.DocumentDb.Wire;

/// <summary>One message of a client: OP_MSG, or the OP_QUERY with which older drivers say hello.</summary>
/// <remarks>https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/</remarks>
internal sealed record Request(int Id, bool IsQuery, string Database, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte>? Documents, bool WantsReply)
{
    private const int Message = 2013, Query = 2004, LargestMessage = 48_000_000;
    private const uint Checksum = 1, MoreToCome = 2, RequiredBits = 0xFFFF;

    /// <summary>The command: the name of the body's first field.</summary>
    public BsonField Command { get; } = BsonReading.Fields(Body).First();

    /// <summary>Reads the next message.</summary>
    /// <exception cref="EndOfStreamException">The client has hung up.</exception>
    /// <exception cref="InvalidDataException">The message breaks the protocol.</exception>
    public static async Task<Request> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[16];
        await stream.ReadExactlyAsync(header, cancellationToken);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < 21 or > LargestMessage) throw new InvalidDataException($"A message of {length} bytes.");
        var rest = new byte[length - 16];
        await stream.ReadExactlyAsync(rest, cancellationToken);
        var id = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        return BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) switch
        {
            Message => OfMessage(id, rest),
            Query => OfQuery(id, rest),
            var other => throw new InvalidDataException($"The opcode {other} is not spoken here."),
        };
    }

    /// <summary>Whether a text stands in it.</summary>
    public bool Holds(string text) => Body.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || (Documents?.Span.IndexOf(Encoding.UTF8.GetBytes(text)) ?? -1) >= 0;

    /// <summary>The bytes of the reply to this message.</summary>
    public byte[] Answer(ReadOnlyMemory<byte> document)
    {
        var prefix = IsQuery ? 36 : 21;
        var reply = new byte[prefix + document.Length];
        BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(8), Id);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(12), IsQuery ? 1 : Message);
        if (IsQuery)
        {
            BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(16), 8);
            BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(32), 1);
        }

        document.CopyTo(reply.AsMemory(prefix));
        return reply;
    }

    private static Request OfMessage(int id, ReadOnlyMemory<byte> rest)
    {
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(rest.Span);
        if ((flags & RequiredBits & ~(Checksum | MoreToCome)) != 0) throw new InvalidDataException($"Unknown required flags {flags:x}.");
        var sections = (flags & Checksum) == 0 ? rest[4..] : rest[4..^4];
        ReadOnlyMemory<byte>? body = null, documents = null;
        while (!sections.IsEmpty)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(sections.Span[1..]);
            var section = sections.Slice(1, size);
            if (sections.Span[0] == 0) body = section;
            else if (sections.Span[0] == 1) documents = section[(5 + section.Span[4..].IndexOf((byte)0))..];
            else throw new InvalidDataException($"A section of kind {sections.Span[0]}.");
            sections = sections[(1 + size)..];
        }

        var command = body ?? throw new InvalidDataException("A message without a body.");
        return new(id, IsQuery: false, command.Find("$db")?.AsText() ?? "admin", command, documents, (flags & MoreToCome) == 0);
    }

    private static Request OfQuery(int id, ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span[4..].IndexOf((byte)0);
        var database = Encoding.UTF8.GetString(rest.Span.Slice(4, end)).Split('.')[0];
        var body = rest[(4 + end + 9)..];
        return new(id, IsQuery: true, database, body[..BinaryPrimitives.ReadInt32LittleEndian(body.Span)], null, WantsReply: true);
    }
}
