using System.Buffers.Binary;
using System.Text;

namespace Uniquity.Testing.Engines.DocumentDb.Wire;

/// <summary>Reads as much of BSON as an endpoint needs that hands documents on as they are.</summary>
internal static class BsonReading
{
    /// <summary>The fields of a document, in their order.</summary>
    /// <exception cref="InvalidDataException">The bytes are no BSON document.</exception>
    public static IEnumerable<BsonField> Fields(ReadOnlyMemory<byte> document)
    {
        if (document.Length < 5 || BinaryPrimitives.ReadInt32LittleEndian(document.Span) != document.Length)
            throw new InvalidDataException("A document's length is not that of its bytes.");
        for (var at = 4; document.Span[at] != 0;)
        {
            var type = document.Span[at++];
            var end = document.Span[at..].IndexOf((byte)0);
            var name = Encoding.UTF8.GetString(document.Span.Slice(at, end));
            at += end + 1;
            var size = SizeOf(type, document.Span[at..]);
            yield return new(type, name, document.Slice(at, size));
            at += size;
        }
    }

    /// <summary>A field by its name, or <see langword="null"/>.</summary>
    public static BsonField? Find(this ReadOnlyMemory<byte> document, string name)
    {
        foreach (var field in Fields(document))
        {
            if (string.Equals(field.Name, name, StringComparison.Ordinal)) return field;
        }

        return null;
    }

    /// <summary>The text of a string field.</summary>
    public static string AsText(this BsonField field) => field.Type == BsonField.Text
        ? Encoding.UTF8.GetString(field.Value.Span[4..^1])
        : throw new InvalidDataException($"The field {field.Name} has to be a string.");

    /// <summary>The value of a numeric field.</summary>
    public static long AsInt64(this BsonField field) => field.Type switch
    {
        BsonField.Int32 => BinaryPrimitives.ReadInt32LittleEndian(field.Value.Span),
        BsonField.Int64 => BinaryPrimitives.ReadInt64LittleEndian(field.Value.Span),
        BsonField.Double => (long)BinaryPrimitives.ReadDoubleLittleEndian(field.Value.Span),
        _ => throw new InvalidDataException($"The field {field.Name} has to be a number."),
    };

    /// <summary>Whether a field counts as true.</summary>
    public static bool IsTrue(this BsonField field) =>
        field.Type == BsonField.Boolean ? field.Value.Span[0] != 0 : field.Type is BsonField.Int32 or BsonField.Int64 or BsonField.Double && field.AsInt64() != 0;

    private static int SizeOf(byte type, ReadOnlySpan<byte> value) => type switch
    {
        6 or 10 or 0x7F or 0xFF => 0,
        8 => 1,
        16 => 4,
        1 or 9 or 17 or 18 => 8,
        7 => 12,
        19 => 16,
        3 or 4 or 15 => BinaryPrimitives.ReadInt32LittleEndian(value),
        2 or 13 or 14 => 4 + BinaryPrimitives.ReadInt32LittleEndian(value),
        5 => 5 + BinaryPrimitives.ReadInt32LittleEndian(value),
        12 => 4 + BinaryPrimitives.ReadInt32LittleEndian(value) + 12,
        11 => TwoStrings(value),
        _ => throw new InvalidDataException($"BSON has no type {type}."),
    };

    private static int TwoStrings(ReadOnlySpan<byte> value)
    {
        var first = value.IndexOf((byte)0) + 1;
        return first + value[first..].IndexOf((byte)0) + 1;
    }
}
