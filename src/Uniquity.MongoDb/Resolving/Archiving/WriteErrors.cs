using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>Reads the refusals of a reply.</summary>
internal static class WriteErrors
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<WriteError> Of(BsonDocument reply) => reply["writeErrors"] is { Type: BsonType.Array } errors
        ? [.. errors.AsDocument().Elements().Select(error => Read(error.AsDocument()))]
        : [];

    /// <summary>The first.</summary>
    public static WriteError First(BsonElement errors) => Read(errors.AsDocument().Elements()[0].AsDocument());

    private static WriteError Read(BsonDocument error) => new((int)error["index"]!.Value.AsInt64(), (int)error["code"]!.Value.AsInt64(), error["errmsg"]!.Value.AsString());
}
