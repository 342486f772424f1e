using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Probes;

/// <summary>A constraint as the catalogue describes it.</summary>
/// <param name="Table">The table that it is on.</param>
/// <param name="Definition">As pg_get_constraintdef prints it.</param>
/// <param name="Columns">Its columns, in its order.</param>
/// <param name="OtherTable">The table that a foreign key refers to.</param>
/// <param name="OtherColumns">The columns that it refers to.</param>
/// <param name="Query">The query that shows it.</param>
internal sealed record FoundConstraint(TableName Table, string Definition, IReadOnlyList<string> Columns, TableName? OtherTable, IReadOnlyList<string> OtherColumns, string Query);
