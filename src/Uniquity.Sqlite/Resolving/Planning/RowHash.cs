using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Uniquity.Sqlite.Resolving.Planning;

/// <summary>Hashes rows as they are stored, byte for byte, into one sum that no order changes.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class RowHash
{
    private readonly ArrayBufferWriter<byte> buffer = new();
    private ulong high;
    private ulong low;

    /// <summary>The sum.</summary>
    public string Value => $"{high:x16}{low:x16}";

    /// <summary>Adds the columns of the row at hand from one on.</summary>
    public void Add(SqliteDataReader row, int from)
    {
        buffer.ResetWrittenCount();
        var statement = row.Handle!;
        for (var n = from; n < row.FieldCount; n++)
        {
            var type = raw.sqlite3_column_type(statement, n);

            // The bytes of a text, which need not be UTF-8 nor end at a NUL.
            var bytes = type switch
            {
                raw.SQLITE_TEXT or raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, n),
                raw.SQLITE_INTEGER => Bytes(raw.sqlite3_column_int64(statement, n)),
                raw.SQLITE_FLOAT => Bytes(BitConverter.DoubleToInt64Bits(raw.sqlite3_column_double(statement, n))),
                _ => [],
            };
            buffer.Write(Bytes(((long)bytes.Length << 3) | (uint)type));
            buffer.Write(bytes);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        var added = low + BinaryPrimitives.ReadUInt64LittleEndian(hash);
        high += BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]) + (added < low ? 1UL : 0UL);
        low = added;
    }

    private static byte[] Bytes(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
