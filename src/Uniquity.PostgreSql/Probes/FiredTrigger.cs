using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Probes;

/// <summary>A trigger that may have written the refused row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Table">The table that it is on.</param>
/// <param name="Function">Its function as regprocedure prints it.</param>
/// <param name="Query">A query that shows it.</param>
internal sealed record FiredTrigger(string Name, TableName Table, string Function, string Query);

