using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Catalogue;

/// <summary>The collections of the database: not its views, not the server's own, not Uniquity's archive.</summary>
internal sealed class CollectionReader(MongoSession session)
{
    /// <summary>The prefix of the collections that hold what a resolution removed.</summary>
    public const string ArchivePrefix = "uniquity.";

    private List<(string Name, string Type, BsonDocument Options)>? known;

    /// <summary>The names, in order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) =>
        [.. (await ReadAsync(cancellationToken)).Where(found => found.Type == "collection").Select(collection => collection.Name)];

    /// <summary>The options that a collection was made with; empty where there is none of that name.</summary>
    public async Task<BsonDocument> OptionsAsync(TableName table, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Find(collection => collection.Name == table.Name).Options ?? BsonDocument.Empty;

    /// <summary>What is under a name: <c>collection</c>, <c>view</c>, <c>timeseries</c>; <see langword="null"/> for nothing.</summary>
    public async Task<string?> KindAsync(string name, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Find(found => found.Name == name).Type;

    /// <summary>Finds a collection by its name, with or without the database before it.</summary>
    public async Task<TableName?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var names = await NamesAsync(cancellationToken);
        if (names.Contains(name)) return new TableName(null, name);
        var prefix = session.Database + ".";
        return name.StartsWith(prefix, StringComparison.Ordinal) && names.Contains(name[prefix.Length..]) ? new TableName(null, name[prefix.Length..]) : null;
    }

    private async Task<List<(string Name, string Type, BsonDocument Options)>> ReadAsync(CancellationToken cancellationToken)
    {
        if (known is not null) return known;
        var collections = new List<(string Name, string Type, BsonDocument Options)>();
        await foreach (var found in session.QueryAsync(BsonDocument.Parse("""{"listCollections":1,"cursor":{}}"""), cancellationToken))
        {
            var name = found["name"]!.Value.AsString();
            var type = found["type"] is { Type: BsonType.String } told ? told.AsString() : "collection";
            if (name.StartsWith("system.", StringComparison.Ordinal) || name.StartsWith(ArchivePrefix, StringComparison.Ordinal)) continue;
            collections.Add((name, type, found["options"] is { Type: BsonType.Document } options ? options.AsDocument() : BsonDocument.Empty));
        }

        collections.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return known = collections;
    }
}
