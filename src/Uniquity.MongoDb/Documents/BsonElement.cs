using System.Buffers.Binary;
using System.Text;

namespace Uniquity.MongoDb.Documents;

/// <summary>One field of a document, over the document's own memory.</summary>
internal readonly struct BsonElement(BsonType type, ReadOnlyMemory<byte> name, ReadOnlyMemory<byte> value)
{
    /// <summary>The type of the value.</summary>
    public BsonType Type => type;

    /// <summary>The name; in an array the index.</summary>
    public string Name => Encoding.UTF8.GetString(name.Span);

    /// <summary>The name's bytes.</summary>
    public ReadOnlySpan<byte> NameBytes => name.Span;

    /// <summary>The value's bytes, as BSON lays them out after the name.</summary>
    public ReadOnlySpan<byte> Value => value.Span;

    /// <summary>Whether there is nothing to compare: null, or the old undefined.</summary>
    public bool IsNull => type is BsonType.Null or BsonType.Undefined;

    /// <summary>The document or array inside.</summary>
    /// <exception cref="FormatException">The value is neither.</exception>
    public BsonDocument AsDocument() =>
        type is BsonType.Document or BsonType.Array ? new BsonDocument(value) : throw Wrong("a document");

    /// <summary>The text inside: of a string, a symbol or code.</summary>
    /// <exception cref="FormatException">The value is no text.</exception>
    public string AsString() =>
        type is BsonType.String or BsonType.Symbol or BsonType.JavaScript ? Encoding.UTF8.GetString(value.Span[4..^1]) : throw Wrong("text");

    /// <summary>The number, where it is whole: servers answer counts as any of the three.</summary>
    /// <exception cref="FormatException">The value is no whole number.</exception>
    public long AsInt64() => type switch
    {
        BsonType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(value.Span),
        BsonType.Int64 or BsonType.DateTime => BinaryPrimitives.ReadInt64LittleEndian(value.Span),
        BsonType.Double when BinaryPrimitives.ReadDoubleLittleEndian(value.Span) is var number && number == Math.Floor(number) => (long)number,
        BsonType.Boolean => value.Span[0],
        _ => throw Wrong("a whole number"),
    };

    /// <summary>Whether it is true as MongoDB's commands take it: not false, not zero, not null.</summary>
    public bool IsTrue => type switch
    {
        BsonType.Boolean => value.Span[0] != 0,
        BsonType.Int32 or BsonType.Int64 => AsInt64() != 0,
        BsonType.Double => BinaryPrimitives.ReadDoubleLittleEndian(value.Span) != 0,
        BsonType.Null or BsonType.Undefined => false,
        _ => true,
    };

    private FormatException Wrong(string wanted) => new($"the field {Name} is a {type}, not {wanted}");
}
