using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>A request with all that is known of its collections.</summary>
internal sealed record ResolveContext(ResolveRequest Request)
{
    /// <summary>The collection.</summary>
    public TableName Table => Request.Table;

    /// <summary>The paths of the key.</summary>
    public IReadOnlyList<string> Key { get; } = [.. Request.Key.Select(part => part.Part)];

    /// <summary>The references that are followed.</summary>
    public required IReadOnlyList<ReferencePath> References { get; init; }

    /// <summary>The unique indexes of the collection itself.</summary>
    public required IReadOnlyList<UniqueIndex> Unique { get; init; }

    /// <summary>What an index on this key leaves out: nothing, or what has none of its fields.</summary>
    public required BsonDocument? Exclude { get; init; }

    /// <summary>The collation of an index on this key.</summary>
    public required BsonDocument? IndexCollation { get; init; }

    /// <summary>Documents that are read at once: so many that their bytes fit in memory.</summary>
    public required int Chunk { get; init; }

    /// <summary>The question that finds the groups.</summary>
    public DuplicateQuery Query => new(Table, Request.Key) { Where = Request.Where, Fold = Request.Fold, Top = 100 };
}
