using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Indexes;

/// <summary>A unique index with what only the warnings ask for.</summary>
/// <param name="Oid">Its object id.</param>
/// <param name="Index">The index.</param>
/// <param name="Ready">Whether writers maintain it (<c>indisready</c>), valid or not.</param>
/// <param name="PartitionOf">The partitioned table, where the index belongs to a partition and to no index of that table.</param>
/// <param name="Partitioned">Whether it is the index of a partitioned table.</param>
/// <param name="CollationChange">The collation's version when the index was built and now, where they differ.</param>
internal sealed record CatalogueIndex(long Oid, UniqueIndex Index, bool Ready, string? PartitionOf, bool Partitioned, string? CollationChange);
