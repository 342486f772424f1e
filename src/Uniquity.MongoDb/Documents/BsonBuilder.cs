using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Uniquity.MongoDb.Native;

namespace Uniquity.MongoDb.Documents;

/// <summary>Builds a document or an array, by libbson. Values that came from the database go back byte for byte.</summary>
/// <remarks>Not safe for concurrent use. <see cref="Build"/> ends it.</remarks>
internal sealed unsafe class BsonBuilder
{
    private readonly BsonHandle bson;

    /// <summary>Begins an empty document.</summary>
    public BsonBuilder()
    {
        NativeLibraries.Use();
        bson = BsonHandle.Empty();
    }

    /// <summary>An array of documents.</summary>
    public static BsonDocument Array(IEnumerable<BsonDocument> items)
    {
        var builder = new BsonBuilder();
        var index = 0;
        foreach (var item in items) builder.Add(index++.ToString(CultureInfo.InvariantCulture), item);
        return builder.Build();
    }

    /// <summary>An array of values of the database, as they are.</summary>
    public static BsonDocument ArrayOf(IEnumerable<BsonElement> items)
    {
        var builder = new BsonBuilder();
        var index = 0;
        foreach (var item in items) builder.Add(index++.ToString(CultureInfo.InvariantCulture), item);
        return builder.Build();
    }

    /// <summary>Adds a text.</summary>
    public BsonBuilder Add(string name, string? value)
    {
        if (value is null) return AddNull(name);
        var text = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = text.Length == 0 ? new byte[1] : text)
        {
            var key = Key(name);
            fixed (byte* k = key) return Checked(Bson.AppendUtf8(bson, k, key.Length - 1, start, text.Length));
        }
    }

    /// <summary>Adds a number of 32 bits.</summary>
    public BsonBuilder Add(string name, int value)
    {
        var key = Key(name);
        fixed (byte* k = key) return Checked(Bson.AppendInt32(bson, k, key.Length - 1, value));
    }

    /// <summary>Adds a number of 64 bits.</summary>
    public BsonBuilder Add(string name, long value)
    {
        var key = Key(name);
        fixed (byte* k = key) return Checked(Bson.AppendInt64(bson, k, key.Length - 1, value));
    }

    /// <summary>Adds a floating number.</summary>
    public BsonBuilder Add(string name, double value)
    {
        var key = Key(name);
        fixed (byte* k = key) return Checked(Bson.AppendDouble(bson, k, key.Length - 1, value));
    }

    /// <summary>Adds true or false.</summary>
    public BsonBuilder Add(string name, bool value)
    {
        var key = Key(name);
        fixed (byte* k = key) return Checked(Bson.AppendBool(bson, k, key.Length - 1, value));
    }

    /// <summary>Adds a moment, to the millisecond.</summary>
    public BsonBuilder Add(string name, DateTimeOffset value)
    {
        var key = Key(name);
        fixed (byte* k = key) return Checked(Bson.AppendDate(bson, k, key.Length - 1, value.ToUnixTimeMilliseconds()));
    }

    /// <summary>Adds a null.</summary>
    public BsonBuilder AddNull(string name)
    {
        var key = Key(name);
        fixed (byte* k = key) return Checked(Bson.AppendNull(bson, k, key.Length - 1));
    }

    /// <summary>Adds a document.</summary>
    public BsonBuilder Add(string name, BsonDocument value)
    {
        using var inner = BsonHandle.Over(value);
        var key = Key(name);
        fixed (byte* k = key) return Checked(Bson.AppendDocument(bson, k, key.Length - 1, inner));
    }

    /// <summary>Adds an array: a document whose fields are named 0, 1, 2 …</summary>
    public BsonBuilder AddArray(string name, BsonDocument value)
    {
        using var inner = BsonHandle.Over(value);
        var key = Key(name);
        fixed (byte* k = key) return Checked(Bson.AppendArray(bson, k, key.Length - 1, inner));
    }

    /// <summary>Adds an array of documents.</summary>
    public BsonBuilder AddArray(string name, IEnumerable<BsonDocument> items) => AddArray(name, Array(items));

    /// <summary>Adds a value of the database under another name, byte for byte.</summary>
    public BsonBuilder Add(string name, BsonElement value)
    {
        var key = Key(name);
        var single = new byte[4 + 1 + key.Length + value.Value.Length + 1];
        BinaryPrimitives.WriteInt32LittleEndian(single, single.Length);
        single[4] = (byte)value.Type;
        key.CopyTo(single, 5);
        value.Value.CopyTo(single.AsSpan(5 + key.Length));
        return AddAll(new BsonDocument(single));
    }

    /// <summary>Adds every field of a document.</summary>
    public BsonBuilder AddAll(BsonDocument fields)
    {
        using var other = BsonHandle.Over(fields);
        return Checked(Bson.Concat(bson, other));
    }

    /// <summary>Ends the document.</summary>
    public BsonDocument Build()
    {
        var document = bson.ToDocument();
        bson.Dispose();
        return document;
    }

    // A name ends at its first zero, in BSON as in C.
    private static byte[] Key(string name) =>
        name.Contains('\0', StringComparison.Ordinal)
            ? throw new FormatException("a field's name cannot hold a zero character")
            : Encoding.UTF8.GetBytes(name + "\0");

    private BsonBuilder Checked(bool done) => done ? this : throw new FormatException("the document is larger than BSON can be");
}
