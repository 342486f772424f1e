using Uniquity.Loading;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Loading;

/// <summary>A record of a chunk on its way into the collection.</summary>
/// <param name="Record">The record.</param>
/// <param name="Number">Its number in the file, from 0.</param>
internal sealed record LoadItem(LoadRecord Record, long Number)
{
    /// <summary>The document; <see langword="null"/> where the record makes none.</summary>
    public BsonDocument? Document { get; init; }

    /// <summary>What an update sets: a path and its value, without <c>_id</c>.</summary>
    public IReadOnlyList<(string Path, BsonElement Value)> Set { get; init; } = [];

    /// <summary>Whether the file brings the <c>_id</c>.</summary>
    public bool HasOwnId { get; init; }

    /// <summary>What became of it.</summary>
    public LoadOutcome? Outcome { get; set; }

    /// <summary>Why it was not taken.</summary>
    public LoadReject? Reject { get; private set; }

    /// <summary>The document's <c>_id</c>.</summary>
    public BsonElement Id => Document!["_id"]!.Value;

    /// <summary>It was not taken.</summary>
    public void Refuse(LoadReject reject) => (Outcome, Reject) = (LoadOutcome.Rejected, reject);

    /// <summary>It was not taken.</summary>
    public void Refuse(string reason, string detail) => Refuse(new(Record.Line, reason, detail, Record));
}
