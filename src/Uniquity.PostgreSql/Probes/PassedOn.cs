namespace Uniquity.PostgreSql.Probes;

/// <summary>A foreign key that passes an update on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">As pg_get_constraintdef prints it.</param>
/// <param name="Query">A query that shows it.</param>
internal sealed record PassedOn(string Name, string Definition, string Query);
