using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Running;

/// <summary>A command that writes, and how many documents it must find; <see langword="null"/> where any number will do.</summary>
internal sealed record ExpectedWrite(BsonDocument Command, long? Expected)
{
    /// <summary>Whether a reply tells that all was done.</summary>
    public bool IsDone(BsonDocument reply) =>
        reply["writeErrors"] is null && (Expected is not { } expected || (reply["n"]?.AsInt64() ?? 0) == expected);
}
