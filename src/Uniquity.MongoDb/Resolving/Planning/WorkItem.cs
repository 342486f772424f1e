using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>Documents that shared a key when they were listed: some that belong together.</summary>
/// <param name="Ids">Their <c>_id</c>s.</param>
/// <param name="Key">The key's filter, where only the server can compare it (a collation); else <see langword="null"/>.</param>
internal sealed record WorkItem(IReadOnlyList<BsonElement> Ids, BsonDocument? Key)
{
    /// <summary>Whether it is a further piece of a group that was begun with an earlier item.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool Continues { get; init; }

    /// <summary>As it is written down.</summary>
    public BsonDocument Document(long number)
    {
        var document = new BsonBuilder().Add("_id", number).AddArray("ids", BsonBuilder.ArrayOf(Ids));
        if (Continues) document.Add("continues", true);
        return (Key is null ? document : document.Add("key", Key)).Build();
    }

    /// <summary>Reads one that was written down.</summary>
    public static WorkItem Read(BsonDocument document) =>
        new(document["ids"]!.Value.AsDocument().Elements(), document["key"] is { Type: BsonType.Document } key ? key.AsDocument() : null) { Continues = document["continues"] is { IsTrue: true } };
}
