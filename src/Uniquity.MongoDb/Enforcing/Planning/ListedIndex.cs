using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>An index, unique or not, as <c>listIndexes</c> tells it.</summary>
internal sealed class ListedIndex(BsonDocument specification)
{
    /// <summary>The name.</summary>
    public string Name { get; } = specification["name"]!.Value.AsString();

    /// <summary>The key pattern.</summary>
    public BsonDocument Pattern { get; } = specification["key"]!.Value.AsDocument();

    /// <summary>The parts; directions that are no numbers (<c>text</c>, <c>2dsphere</c>) count as ascending.</summary>
    public IReadOnlyList<KeyPart> Key { get; } = IndexReader.PartsOf(specification["key"]!.Value.AsDocument());

    /// <summary>Whether it is the index of <c>_id</c>, which is unique without saying so.</summary>
    public bool IsPrimary => Pattern.Elements() is [{ Name: "_id" }];

    /// <summary>Whether it sorts values, as a unique index does: not text, hashed, geo or wildcard.</summary>
    public bool IsOrdered => Pattern.Elements().All(part => part.Type is BsonType.Int32 or BsonType.Int64 or BsonType.Double && !part.Name.Contains("$**", StringComparison.Ordinal));

    /// <summary>Whether it refuses duplicates by its definition.</summary>
    public bool IsUnique => IsPrimary || specification["unique"] is { IsTrue: true };

    /// <summary>Whether it refuses new duplicates, and has not become unique yet.</summary>
    public bool IsPrepared => !IsUnique && specification["prepareUnique"] is { IsTrue: true };

    /// <summary>Whether it was built to become unique, on servers that ask for that beforehand.</summary>
    public bool IsBuiltAsUnique => !IsUnique && (IsPrepared || specification["buildAsUnique"] is { IsTrue: true }
        || (specification["storageEngine"] is { Type: BsonType.Document } engine && engine.AsDocument()["buildAsUnique"] is { IsTrue: true }));

    /// <summary>Whether it leaves out documents that have none of its fields.</summary>
    public bool IsSparse => specification["sparse"] is { IsTrue: true };

    /// <summary>Whether reads do without it.</summary>
    public bool IsHidden => specification["hidden"] is { IsTrue: true };

    /// <summary>Whether the collection itself is laid out by it.</summary>
    public bool IsClustered => specification["clustered"] is { IsTrue: true };

    /// <summary>After how many seconds documents expire; <see langword="null"/> where they do not.</summary>
    public BsonElement? ExpireAfterSeconds => specification["expireAfterSeconds"];

    /// <summary>The partial filter.</summary>
    public BsonDocument? Filter => specification["partialFilterExpression"] is { Type: BsonType.Document } filter ? filter.AsDocument() : null;

    /// <summary>The collation, without the server's version of it.</summary>
    public BsonDocument? Collation => specification["collation"] is { Type: BsonType.Document } collation ? CollationText.Settable(collation.AsDocument()) : null;
}
