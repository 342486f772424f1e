using System.Buffers.Binary;

namespace Uniquity.PostgreSql.Loading;

/// <summary>Rows in the form of a binary COPY, sent as its buffer fills.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".</remarks>
internal sealed class CopyRows(Stream stream)
{
    // What a row writes beside its values has room behind what is sent as soon as it is full.
    private const int Full = 64 * 1024;
    private const int Size = Full + 32 * 1024;
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private readonly byte[] bytes = new byte[Size];
    private int length = -1;

    /// <summary>Begins a row.</summary>
    public void Row(int fields)
    {
        if (length < 0)
        {
            Header.CopyTo(bytes, 0);
            length = Header.Length;
        }

        BinaryPrimitives.WriteInt16BigEndian(Room(2), (short)fields);
    }

    /// <summary>A number.</summary>
    public void Write(int value)
    {
        var room = Room(8);
        BinaryPrimitives.WriteInt32BigEndian(room, 4);
        BinaryPrimitives.WriteInt32BigEndian(room[4..], value);
    }

    /// <summary>Null.</summary>
    public void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Room(4), -1);

    /// <summary>A text; one that is longer than the buffer goes past it.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        if (length + 4 + utf8.Length > Full) await SendAsync(cancellationToken);
        BinaryPrimitives.WriteInt32BigEndian(Room(4), utf8.Length);
        if (utf8.Length > Full)
        {
            await SendAsync(cancellationToken);
            await stream.WriteAsync(utf8, cancellationToken);
        }
        else
        {
            utf8.Span.CopyTo(Room(utf8.Length));
        }
    }

    /// <summary>Ends a row.</summary>
    public ValueTask EndRowAsync(CancellationToken cancellationToken) => length < Full ? ValueTask.CompletedTask : SendAsync(cancellationToken);

    /// <summary>Ends the rows.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (length < 0) Row(-1);
        else BinaryPrimitives.WriteInt16BigEndian(Room(2), -1);
        await SendAsync(cancellationToken);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(bytes.AsMemory(0, length), cancellationToken);
        length = 0;
    }

    private Span<byte> Room(int count)
    {
        length += count;
        return bytes.AsSpan(length - count, count);
    }
}
