using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Uniquity.Testing.Engines.DocumentDb.Wire;

/// <summary>Builds one BSON document, field by field.</summary>
internal sealed class BsonReply
{
    private readonly ArrayBufferWriter<byte> fields = new();

    /// <summary>The reply of a command that went well and has nothing to tell.</summary>
    public static ReadOnlyMemory<byte> Ok { get; } = new BsonReply().With("ok", 1.0).ToDocument();

    public BsonReply With(string name, double value)
    {
        Head(BsonField.Double, name);
        BinaryPrimitives.WriteDoubleLittleEndian(fields.GetSpan(8), value);
        fields.Advance(8);
        return this;
    }

    public BsonReply With(string name, int value)
    {
        Head(BsonField.Int32, name);
        BinaryPrimitives.WriteInt32LittleEndian(fields.GetSpan(4), value);
        fields.Advance(4);
        return this;
    }

    public BsonReply With(string name, long value, byte type = BsonField.Int64)
    {
        Head(type, name);
        BinaryPrimitives.WriteInt64LittleEndian(fields.GetSpan(8), value);
        fields.Advance(8);
        return this;
    }

    public BsonReply With(string name, bool value)
    {
        Head(BsonField.Boolean, name);
        fields.Write([value ? (byte)1 : (byte)0]);
        return this;
    }

    public BsonReply With(string name, string value)
    {
        Head(BsonField.Text, name);
        var bytes = Encoding.UTF8.GetBytes(value);
        BinaryPrimitives.WriteInt32LittleEndian(fields.GetSpan(4), bytes.Length + 1);
        fields.Advance(4);
        fields.Write(bytes);
        fields.Write([(byte)0]);
        return this;
    }

    public BsonReply With(string name, ReadOnlyMemory<byte> document) => With(new BsonField(BsonField.Document, name, document));

    public BsonReply With(BsonField field)
    {
        Head(field.Type, field.Name);
        fields.Write(field.Value.Span);
        return this;
    }

    /// <summary>Adds an array whose items the action writes, numbered.</summary>
    public BsonReply WithArray<T>(string name, IEnumerable<T> items, Action<BsonReply, string, T> write)
    {
        var array = new BsonReply();
        var index = 0;
        foreach (var item in items) write(array, $"{index++}", item);
        return With(new BsonField(BsonField.Array, name, array.ToDocument()));
    }

    public ReadOnlyMemory<byte> ToDocument()
    {
        var document = new byte[fields.WrittenCount + 5];
        BinaryPrimitives.WriteInt32LittleEndian(document, document.Length);
        fields.WrittenSpan.CopyTo(document.AsSpan(4));
        return document;
    }

    private void Head(byte type, string name)
    {
        fields.Write([type]);
        fields.Write(Encoding.UTF8.GetBytes(name));
        fields.Write([(byte)0]);
    }
}
