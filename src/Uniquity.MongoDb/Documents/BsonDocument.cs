using System.Buffers.Binary;
using System.Text;
using Uniquity.MongoDb.Native;

namespace Uniquity.MongoDb.Documents;

/// <summary>A document or an array, as bytes that nobody changes: what streaming reads, and what goes back as it came.</summary>
/// <remarks>Safe for concurrent use. Building and Extended JSON are libbson's; only walking over the fields is here.</remarks>
internal sealed class BsonDocument
{
    /// <summary>A document without fields.</summary>
    public static readonly BsonDocument Empty = new(new byte[] { 5, 0, 0, 0, 0 });

    /// <summary>Takes the bytes of a document.</summary>
    /// <exception cref="FormatException">They are cut, or do not end as a document does.</exception>
    public BsonDocument(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 5 || BinaryPrimitives.ReadInt32LittleEndian(bytes.Span) != bytes.Length || bytes.Span[^1] != 0)
        {
            throw new FormatException("these bytes are no BSON document");
        }

        Bytes = bytes;
    }

    /// <summary>The document as BSON.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether it has no fields.</summary>
    public bool IsEmpty => Bytes.Length == 5;

    /// <summary>Copies a document out of native memory.</summary>
    public static unsafe BsonDocument Copy(byte* start) =>
        new(new ReadOnlySpan<byte>(start, *(int*)start).ToArray());

    /// <summary>Reads Extended JSON, canonical or relaxed.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BsonDocument Parse(string json)
    {
        NativeLibraries.Use();
        using var bson = BsonHandle.Parse(Encoding.UTF8.GetBytes(json));
        return bson.ToDocument();
    }

    /// <summary>The document as canonical Extended JSON: every type kept.</summary>
    public string ToCanonicalJson() => ToJson(canonical: true);

    /// <summary>The document as relaxed Extended JSON: numbers and dates as people read them.</summary>
    public string ToRelaxedJson() => FarDates.Repair(ToJson(canonical: false), this);

    /// <summary>The first field of this name.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    public BsonElement? this[string name]
    {
        get
        {
            Span<byte> room = stackalloc byte[64];
            var wanted = Encoding.UTF8.TryGetBytes(name, room, out var length) ? room[..length] : Encoding.UTF8.GetBytes(name);
            foreach (var element in this)
            {
                if (element.NameBytes.SequenceEqual(wanted)) return element;
            }

            return null;
        }
    }

    /// <summary>The fields in their order.</summary>
    public BsonWalk GetEnumerator() => new(Bytes);

    /// <summary>The fields in their order, to keep.</summary>
    public IReadOnlyList<BsonElement> Elements()
    {
        var elements = new List<BsonElement>();
        foreach (var element in this) elements.Add(element);
        return elements;
    }

    /// <inheritdoc/>
    public override string ToString() => ToRelaxedJson();

    private string ToJson(bool canonical)
    {
        NativeLibraries.Use();
        using var bson = BsonHandle.Over(this);
        return bson.ToJson(canonical);
    }
}
