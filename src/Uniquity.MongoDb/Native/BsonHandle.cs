using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Native;

/// <summary>A <c>bson_t</c> in memory of our own: opaque, 128 bytes, aligned to 128.</summary>
internal sealed unsafe class BsonHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int Size = 128;

    private MemoryHandleHolder? pinned;

    /// <summary>Memory that holds no document yet; the factories below fill it.</summary>
    public BsonHandle() : base(ownsHandle: true) => SetHandle((nint)NativeMemory.AlignedAlloc(Size, Size));

    /// <summary>An empty document: to be built, or to be filled as a reply.</summary>
    /// <remarks>libmongoc initialises a reply once more, which is harmless: an empty document owns no memory.</remarks>
    public static BsonHandle Empty()
    {
        var bson = new BsonHandle();
        Bson.Init(bson.handle);
        return bson;
    }

    /// <summary>A read-only view of a document; it stays pinned until the handle goes.</summary>
    public static BsonHandle Over(BsonDocument document)
    {
        var bson = new BsonHandle { pinned = new MemoryHandleHolder(document.Bytes.Pin()) };
        if (Bson.InitStatic(bson.handle, (byte*)bson.pinned.Pointer, (nuint)document.Bytes.Length)) return bson;
        bson.Forget();
        bson.Dispose();
        throw new FormatException("these bytes are no BSON document");
    }

    /// <summary>Reads Extended JSON, canonical or relaxed.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BsonHandle Parse(ReadOnlySpan<byte> json)
    {
        // libbson ends the process where it is given nothing.
        if (json.IsEmpty) throw new FormatException("an empty text is no document");
        var bson = new BsonHandle();
        BsonError error;
        fixed (byte* start = json)
        {
            if (Bson.InitFromJson(bson.handle, start, json.Length, &error)) return bson;
        }

        // A failed parse has destroyed what it began.
        bson.Forget();
        bson.Dispose();
        throw new FormatException(error.Message);
    }

    /// <summary>Tells that libmongoc has taken the content over: what is left is an empty document.</summary>
    public void Forget() => Bson.Init(handle);

    /// <summary>A copy of the document for managed code.</summary>
    public BsonDocument ToDocument() => BsonDocument.Copy(Bson.Data(handle));

    /// <summary>The document as Extended JSON.</summary>
    /// <exception cref="FormatException">It holds text that is not UTF-8.</exception>
    public string ToJson(bool canonical)
    {
        nuint length;
        var json = canonical ? Bson.AsCanonicalJson(handle, &length) : Bson.AsRelaxedJson(handle, &length);
        if (json is null) throw new FormatException("the document holds text that is not UTF-8");
        try
        {
            return System.Text.Encoding.UTF8.GetString(json, checked((int)length));
        }
        finally
        {
            Bson.Free(json);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Bson.Destroy(handle);
        NativeMemory.AlignedFree((void*)handle);
        pinned?.Dispose();
        return true;
    }

    private sealed class MemoryHandleHolder(System.Buffers.MemoryHandle memory) : IDisposable
    {
        private System.Buffers.MemoryHandle memory = memory;

        public void* Pointer => memory.Pointer;

        public void Dispose() => memory.Dispose();
    }
}
