using Uniquity.Indexes;

namespace Uniquity.Resolving;

/// <summary>What a plan does to the rows of one foreign key.</summary>
/// <param name="Table">The table that refers.</param>
/// <param name="ForeignKey">The constraint's name, or <c>table.column</c> where a person named it.</param>
/// <param name="Columns">The referring columns.</param>
/// <param name="Rows">How many rows refer to a row that goes.</param>
/// <param name="Collisions">How many of them would break a unique key of their own when repointed, and are resolved by the same policy.</param>
public sealed record ChildPlan(TableName Table, string ForeignKey, IReadOnlyList<string> Columns, long Rows, long Collisions);
