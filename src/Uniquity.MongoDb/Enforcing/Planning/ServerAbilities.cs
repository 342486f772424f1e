namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>What the server can do for an enforcement.</summary>
/// <param name="Prepares">Whether an index can be told to refuse new duplicates before it is unique (<c>collMod prepareUnique</c>).</param>
/// <param name="Previews">Whether the server lists what stands in the way of a conversion (<c>dryRun</c>).</param>
/// <param name="BuildsAsUnique">Whether an index has to be built for it (<c>buildAsUnique</c>).</param>
/// <param name="Forbidden">Why <c>collMod</c> may not be used; <see langword="null"/> where it may.</param>
/// <param name="NoCollation">What the server says of a unique index with a collation; <see langword="null"/> where it takes one, or was not asked.</param>
internal sealed record ServerAbilities(bool Prepares, bool Previews, bool BuildsAsUnique, string? Forbidden, string? NoCollation)
{
    /// <summary>Whether an index that refuses new duplicates can neither be told to let them in again nor be dropped before it is unique.</summary>
    /// <remarks>So it is with the servers that ask for <c>buildAsUnique</c> (DocumentDB 1.0: the index is a constraint of its table by then). They also refuse updates of documents that share a key.</remarks>
    public bool IsOneWay => BuildsAsUnique;
}
