using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Solving;

namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>One entry of the archive.</summary>
/// <param name="Number">Its place: batches follow one another.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Table">The collection of the document.</param>
/// <param name="Id">The <c>_id</c> of the document.</param>
/// <param name="Group">The number of its group.</param>
internal sealed record ArchiveEntry(long Number, ArchiveKind Kind, TableName Table, BsonElement Id, long Group)
{
    /// <summary>Entries that a batch may have.</summary>
    public const long PerBatch = 1L << 32;

    /// <summary>The document, of all but moved references.</summary>
    public BsonDocument? Document { get; init; }

    /// <summary>The <c>_id</c> of the document that it gave way to.</summary>
    public BsonElement? Kept { get; init; }

    /// <summary>The key of the group as people write it.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The references that moved.</summary>
    public IReadOnlyList<MovedValue> Values { get; init; } = [];

    /// <summary>How many parts follow.</summary>
    public int Parts { get; init; }

    /// <summary>The batch.</summary>
    public long Batch => Number / PerBatch;
}
