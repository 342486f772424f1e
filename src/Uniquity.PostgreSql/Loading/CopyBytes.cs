using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Uniquity.PostgreSql.Loading;

/// <summary>Rows as the bytes of a binary COPY, made while the server is still at the rows before them.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".</remarks>
internal sealed class CopyBytes : IDisposable
{
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int length;

    /// <summary>Begins with the header.</summary>
    public CopyBytes()
    {
        Header.CopyTo(bytes, 0);
        length = Header.Length;
    }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    /// <summary>Begins a row.</summary>
    public void Row(int fields) => BinaryPrimitives.WriteInt16BigEndian(Room(2), (short)fields);

    /// <summary>Ends the rows.</summary>
    public void End() => BinaryPrimitives.WriteInt16BigEndian(Room(2), -1);

    /// <summary>A number.</summary>
    public void Write(int value)
    {
        var room = Room(8);
        BinaryPrimitives.WriteInt32BigEndian(room, 4);
        BinaryPrimitives.WriteInt32BigEndian(room[4..], value);
    }

    /// <summary>A text, or null.</summary>
    public void Write(string? text)
    {
        if (text is null)
        {
            BinaryPrimitives.WriteInt32BigEndian(Room(4), -1);
            return;
        }

        Reserve(4 + Encoding.UTF8.GetMaxByteCount(text.Length));
        var count = Encoding.UTF8.GetBytes(text, bytes.AsSpan(length + 4));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(length), count);
        length += 4 + count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        (bytes, length) = ([], 0);
    }

    private Span<byte> Room(int count)
    {
        Reserve(count);
        length += count;
        return bytes.AsSpan(length - count, count);
    }

    private void Reserve(int count)
    {
        if (bytes.Length - length >= count) return;
        var more = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, length + count));
        bytes.AsSpan(0, length).CopyTo(more);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = more;
    }
}
