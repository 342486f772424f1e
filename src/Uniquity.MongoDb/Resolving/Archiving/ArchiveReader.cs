using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Solving;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>Reads the archive of a run.</summary>
internal sealed class ArchiveReader(MongoSession session, string run)
{
    /// <summary>The batches that have entries, the last first.</summary>
    public async Task<IReadOnlyList<long>> BatchesAsync(CancellationToken cancellationToken)
    {
        var batches = new List<long>();
        long? below = null;
        while (true)
        {
            var filter = below is { } end ? new BsonBuilder().Add("_id", new BsonBuilder().Add("$lt", end).Build()).Build() : BsonDocument.Empty;
            var find = new BsonBuilder().Add("find", Places.Archive(run)).Add("filter", filter).Add("sort", BsonDocument.Parse("""{"_id":-1}""")).Add("limit", 1).Add("projection", BsonDocument.Parse("""{"_id":1}""")).Build();
            if (await session.ListAsync(find, cancellationToken) is not [var last]) return batches;
            var batch = last["_id"]!.Value.AsInt64() / ArchiveEntry.PerBatch;
            batches.Add(batch);
            below = batch * ArchiveEntry.PerBatch;
        }
    }

    /// <summary>The entries of a batch, their parts put together.</summary>
    public async Task<IReadOnlyList<ArchiveEntry>> ReadAsync(long batch, CancellationToken cancellationToken)
    {
        var range = new BsonBuilder().Add("$gte", batch * ArchiveEntry.PerBatch).Add("$lt", (batch + 1) * ArchiveEntry.PerBatch).Build();
        var find = new BsonBuilder().Add("find", Places.Archive(run)).Add("filter", new BsonBuilder().Add("_id", range).Build()).Add("sort", BsonDocument.Parse("""{"_id":1}""")).Build();
        var entries = new List<ArchiveEntry>();
        var bytes = new List<byte>();
        var missing = 0;
        await foreach (var document in session.QueryAsync(find, cancellationToken))
        {
            if (document["kind"]!.Value.AsString() == ArchiveWriter.Word(ArchiveKind.Part))
            {
                bytes.AddRange(document["bytes"]!.Value.Value[5..]);
                if (--missing == 0) entries[^1] = entries[^1] with { Document = new(bytes.ToArray()) };
                continue;
            }

            entries.Add(Read(document));
            missing = entries[^1].Parts;
            bytes.Clear();
        }

        return entries;
    }

    /// <summary>The batches and groups of a key, as people write it.</summary>
    public async Task<IReadOnlyList<(long Batch, long Group)>> GroupsAsync(string key, CancellationToken cancellationToken)
    {
        var filter = new BsonBuilder().Add("keys", new BsonBuilder().AddArray("$in", new BsonBuilder().Add("0", key).Add("1", key.Replace(", ", ",", StringComparison.Ordinal)).Build()).Build()).Build();
        var find = new BsonBuilder().Add("find", Places.Archive(run)).Add("filter", filter).Add("projection", BsonDocument.Parse("""{"_id":1,"group":1}""")).Build();
        var found = await session.ListAsync(find, cancellationToken);
        return [.. found.Select(entry => (entry["_id"]!.Value.AsInt64() / ArchiveEntry.PerBatch, entry["group"]!.Value.AsInt64())).Distinct().OrderByDescending(group => group)];
    }

    /// <summary>Forgets entries: what they hold is back.</summary>
    public async Task ForgetAsync(IReadOnlyList<ArchiveEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var some in entries.SelectMany(entry => Enumerable.Range(0, entry.Parts + 1).Select(n => entry.Number + n)).Chunk(5000))
        {
            var ids = new BsonBuilder();
            for (var n = 0; n < some.Length; n++) ids.Add(n.ToString(System.Globalization.CultureInfo.InvariantCulture), some[n]);
            var filter = new BsonBuilder().Add("_id", new BsonBuilder().AddArray("$in", ids.Build()).Build()).Build();
            await session.WriteBoundedAsync(new BsonBuilder().Add("delete", Places.Archive(run)).AddArray("deletes", [new BsonBuilder().Add("q", filter).Add("limit", 0).Build()]).Build(), cancellationToken);
        }
    }

    /// <summary>Whether anything is left.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        (await session.ListAsync(new BsonBuilder().Add("find", Places.Archive(run)).Add("filter", BsonDocument.Empty).Add("limit", 1).Add("projection", BsonDocument.Parse("""{"_id":1}""")).Build(), cancellationToken)).Count > 0;

    private static ArchiveEntry Read(BsonDocument document) => new(
        document["_id"]!.Value.AsInt64(), Enum.Parse<ArchiveKind>(document["kind"]!.Value.AsString(), ignoreCase: true), new(null, document["collection"]!.Value.AsString()),
        document["id"]!.Value, document["group"]!.Value.AsInt64())
    {
        Document = document["document"] is { Type: BsonType.Document } held ? held.AsDocument() : null,
        Kept = document["kept"],
        Keys = document["keys"] is { Type: BsonType.Array } keys ? [.. keys.AsDocument().Elements().Select(key => key.AsString())] : [],
        Values = document["values"] is { Type: BsonType.Array } values
            ? [.. values.AsDocument().Elements().Select(value => value.AsDocument()).Select(value => new MovedValue(value["path"]!.Value.AsString(), value["before"]!.Value, value["after"]!.Value))] : [],
        Parts = document["parts"] is { } parts ? (int)parts.AsInt64() : 0,
    };
}
