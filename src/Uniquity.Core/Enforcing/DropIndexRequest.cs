using Uniquity.Indexes;

namespace Uniquity.Enforcing;

/// <summary>What a person asks of <c>drop-index</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">The unique index or constraint.</param>
/// <param name="KeepPlain">Whether an index that is not unique takes its place first, for the reads that use it.</param>
public sealed record DropIndexRequest(TableName Table, string Name, bool KeepPlain = false);
