using System.Buffers.Binary;
using System.Globalization;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Solving;

namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>Writes what a batch changes as documents of the archive.</summary>
internal sealed class ArchiveWriter(long batch)
{
    // A document of 16 MB has no room for the archive's own fields around it, and servers limit how deep documents nest.
    private const int Largest = 15 * 1024 * 1024;
    private const int Deepest = 90;

    private long number = batch * ArchiveEntry.PerBatch;

    /// <summary>The documents, in the order in which they are to be written.</summary>
    public List<BsonDocument> Documents { get; } = [];

    /// <summary>Adds all of a solution.</summary>
    public void Add(Solution solution, string root)
    {
        foreach (var (table, gone) in solution.Removed)
        {
            var (keys, printed) = (new BsonBuilder(), gone.Keys());
            for (var n = 0; n < printed.Count; n++) keys.Add(n.ToString(CultureInfo.InvariantCulture), printed[n]);
            Add(ArchiveKind.Removed, table.Name, gone.Id, gone.Group, gone.Document, head => head.AddArray("keys", keys.Build()).Add("kept", gone.Kept));
        }

        foreach (var merged in solution.Merged)
        {
            var id = merged.Before["_id"]!.Value;
            Add(ArchiveKind.Before, root, id, merged.Group, merged.Before, head => head);
            Add(ArchiveKind.After, root, id, merged.Group, merged.After, head => head);
        }

        foreach (var moved in solution.Moved)
        {
            var values = BsonBuilder.Array(moved.Values.Select(value => new BsonBuilder().Add("path", value.Path).Add("before", value.Before).Add("after", value.After).Build()));
            Documents.Add(Head(ArchiveKind.Moved, moved.Table.Name, moved.Id, moved.Group).AddArray("values", values).Build());
        }
    }

    private void Add(ArchiveKind kind, string table, BsonElement id, long group, BsonDocument document, Func<BsonBuilder, BsonBuilder> more)
    {
        var head = more(Head(kind, table, id, group));
        if (document.Bytes.Length <= Largest && IsPlain(document, 1))
        {
            Documents.Add(head.Add("document", document).Build());
            return;
        }

        var parts = document.Bytes.ToArray().Chunk(Largest).ToList();
        Documents.Add(head.Add("parts", parts.Count).Build());
        foreach (var part in parts) Documents.Add(new BsonBuilder().Add("_id", number++).Add("kind", Word(ArchiveKind.Part)).Add("bytes", Binary(part)).Build());
    }

    private BsonBuilder Head(ArchiveKind kind, string table, BsonElement id, long group) =>
        new BsonBuilder().Add("_id", number++).Add("kind", Word(kind)).Add("collection", table).Add("id", id).Add("group", group);

    /// <summary>The word of a kind.</summary>
    public static string Word(ArchiveKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Whether every server takes it inside another document: names like operators are refused by some.</summary>
    private static bool IsPlain(BsonDocument document, int depth)
    {
        if (depth > Deepest) return false;
        foreach (var element in document)
        {
            if (element.NameBytes is [(byte)'$', ..]) return false;
            if (element.Type is BsonType.Document or BsonType.Array && !IsPlain(element.AsDocument(), depth + 1)) return false;
        }

        return true;
    }

    private static BsonElement Binary(byte[] bytes)
    {
        var value = new byte[5 + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(value, bytes.Length);
        bytes.CopyTo(value, 5);
        return new(BsonType.Binary, "bytes"u8.ToArray(), value);
    }
}
