using System.Buffers.Binary;

namespace Uniquity.MongoDb.Documents;

/// <summary>Goes over the fields of a document without copying a byte.</summary>
internal struct BsonWalk(ReadOnlyMemory<byte> document)
{
    private int position = 4;

    /// <summary>The field it stands on.</summary>
    public BsonElement Current { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <exception cref="FormatException">The bytes are cut, or hold a type that BSON has not.</exception>
    public bool MoveNext()
    {
        var bytes = document.Span;
        if (position >= bytes.Length - 1) return false;
        var type = (BsonType)bytes[position++];
        var end = bytes[position..].IndexOf((byte)0);
        if (end < 0) throw Cut();
        var name = document.Slice(position, end);
        position += end + 1;
        var length = Length(type, bytes[position..]);
        if (length < 0 || length > bytes.Length - 1 - position) throw Cut();
        Current = new BsonElement(type, name, document.Slice(position, length));
        position += length;
        return true;
    }

    private static int Length(BsonType type, ReadOnlySpan<byte> rest) => type switch
    {
        BsonType.Double or BsonType.DateTime or BsonType.Timestamp or BsonType.Int64 => 8,
        BsonType.String or BsonType.JavaScript or BsonType.Symbol => 4 + Prefix(rest),
        BsonType.Document or BsonType.Array or BsonType.JavaScriptWithScope => Prefix(rest),
        BsonType.Binary => 5 + Prefix(rest),
        BsonType.Undefined or BsonType.Null or BsonType.MinKey or BsonType.MaxKey => 0,
        BsonType.ObjectId => 12,
        BsonType.Boolean => 1,
        BsonType.Regex => Strings(rest),
        BsonType.DbPointer => 4 + Prefix(rest) + 12,
        BsonType.Int32 => 4,
        BsonType.Decimal128 => 16,
        _ => throw new FormatException($"BSON has no type 0x{(byte)type:x2}"),
    };

    private static int Prefix(ReadOnlySpan<byte> rest) =>
        rest.Length >= 4 && BinaryPrimitives.ReadInt32LittleEndian(rest) is >= 0 and var length ? length : throw Cut();

    // Pattern and options, each ended by a zero.
    private static int Strings(ReadOnlySpan<byte> rest)
    {
        var pattern = rest.IndexOf((byte)0);
        var options = pattern < 0 ? -1 : rest[(pattern + 1)..].IndexOf((byte)0);
        return options < 0 ? throw Cut() : pattern + options + 2;
    }

    private static FormatException Cut() => new("the BSON document is cut");
}
