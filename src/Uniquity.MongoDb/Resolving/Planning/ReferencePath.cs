using Uniquity.Indexes;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>A path of documents that refer to documents of the collection resolved, by their <c>_id</c>.</summary>
internal sealed record ReferencePath(TableName Table, string Path)
{
    /// <summary>Whether an index begins with the path.</summary>
    public required bool Indexed { get; init; }

    /// <summary>The unique indexes that hold the path: two documents that are moved may come to share a key there.</summary>
    public required IReadOnlyList<UniqueIndex> Unique { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Table.Name}.{Path}";
}
