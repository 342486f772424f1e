namespace Uniquity.Indexes;

/// <summary>The unique index of a partitioned table, of which every partition has a part.</summary>
/// <param name="Table">The partitioned table.</param>
/// <param name="Name">The index's name.</param>
public sealed record PartitionedIndex(TableName Table, string Name);
