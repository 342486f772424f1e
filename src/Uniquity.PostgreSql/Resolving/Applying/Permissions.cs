using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>Refuses before anything is written where the user may not do all of it.</summary>
internal static class Permissions
{
    /// <summary>Checks the archive's schema and every table of a graph.</summary>
    /// <exception cref="RefusedException">A permission is missing; the message has the GRANT.</exception>
    public static async Task CheckAsync(WriteSession session, ResolveGraph graph, CancellationToken cancellationToken)
    {
        var (user, database, recovery, create, temporary) = await session.OneAsync(SqlText.Raw("""
            SELECT current_user::text, current_database()::text, pg_is_in_recovery(),
              CASE WHEN to_regnamespace('uniquity') IS NULL THEN has_database_privilege(current_database(), 'CREATE')
                   ELSE has_schema_privilege('uniquity', 'USAGE') AND has_schema_privilege('uniquity', 'CREATE')
                     AND (to_regclass('uniquity.runs') IS NULL OR has_table_privilege(to_regclass('uniquity.runs')::oid, 'INSERT')) END,
              has_database_privilege(current_database(), 'TEMPORARY')
            """), row => (row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4)), cancellationToken);
        if (recovery) throw new RefusedException("This server is a standby and takes no writes: connect to the primary.");
        if (!create)
            throw new RefusedException($"{user} may not create the archive, and without it nothing is removed. As an owner: CREATE SCHEMA IF NOT EXISTS uniquity AUTHORIZATION {Quote.Name(user)}");
        if (graph.Moving.Count > 0 && !temporary)
            throw new RefusedException($"{user} may not create temporary tables, which moving references needs. As an owner: GRANT TEMPORARY ON DATABASE {Quote.Name(database)} TO {Quote.Name(user)}");
        foreach (var table in graph.Tables.Values)
        {
            // SELECT … FOR UPDATE asks for UPDATE; INSERT is what undo needs.
            string[] needed = graph.Loses(table.Name) ? ["SELECT", "INSERT", "UPDATE", "DELETE"] : ["SELECT", "UPDATE"];
            var lacks = needed.Intersect(table.Lacks).ToList();
            if (lacks.Count > 0)
                throw new RefusedException($"{user} lacks {string.Join(", ", lacks)} on {table.Name}, so it could not be resolved and taken back. As an owner: GRANT {string.Join(", ", lacks)} ON {Quote.Table(table.Name)} TO {Quote.Name(user)}");
        }
    }

    /// <summary>What stopped a batch, in words.</summary>
    public static string Explain(Exception failure) => failure switch
    {
        Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.LockNotAvailable } => "another session holds a lock on its rows or tables",
        Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation } refused => $"a change would break the unique index {refused.ConstraintName} of {refused.TableName}",
        Npgsql.PostgresException { SqlState: ['5', '7', 'P', ..] } ended => $"the connection was lost ({ended.MessageText})",
        Npgsql.PostgresException refused => Refusal.Explain(refused, TimeSpan.Zero) + (refused.ConstraintName is { } name ? $" (constraint {name})" : ""),
        OperationCanceledException => "as asked, between two batches",
        RefusedException refused => refused.Message.TrimEnd('.'),
        _ => $"the connection was lost ({failure.Message.ReplaceLineEndings(" ").TrimEnd('.')})",
    };
}
