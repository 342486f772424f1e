using System.Text.Json;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Duplicates;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>Reads a table, and refuses where no index of it can be changed.</summary>
internal sealed class TableStateReader(Session session)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="RefusedException">It takes no index, or the user may not make one; the message says what to do.</exception>
    public async Task<TableState> ReadAsync(TableName table, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync(Sql(table), row => new TableState(
            table, row.GetInt64(0), row.GetString(1)[0], row.GetString(2), row.GetString(3), row.GetBoolean(4), row.GetBoolean(5), row.GetBoolean(6), row.GetBoolean(7),
            row.GetBoolean(8), JsonSerializer.Deserialize(row.GetString(9), IdsJson.Default.StringArray)!), cancellationToken);
        if (found is not [var state]) throw new UsageException($"There is no table {table}.");
        Check(state);
        if (!state.Partitioned) return state;
        var partitions = await session.QueryAsync(PartitionsSql(state.Oid), row => new Partition(
            new(row.GetString(0), row.GetString(1)), new(row.GetString(2), row.GetString(3)), row.GetString(4) == "p", row.GetString(4) == "f"), cancellationToken);
        if (partitions.FirstOrDefault(partition => partition.Foreign) is { } foreign)
            throw new RefusedException($"{foreign.Name} is a foreign table, which takes no unique index, so {table} cannot have one: detach that partition first.");
        return state with { Partitions = partitions };
    }

    private static void Check(TableState state)
    {
        var what = state.Kind switch { 'v' => "a view", 'f' => "a foreign table", _ => null };
        if (what is not null) throw new RefusedException($"{state.Name} is {what}, which takes no index: name the table that holds the rows.");
        if (state.Recovery) throw new RefusedException("This server is a standby and takes no writes: connect to the primary.");
        if (!state.Owns)
            throw new RefusedException($"{state.User} does not own {state.Name}, so it may not make or drop indexes of it. As {state.Owner}, or: GRANT {Quote.Name(state.Owner)} TO {Quote.Name(state.User)}");
        if (!state.Creates)
            throw new RefusedException($"{state.User} may not create in the schema {state.Name.Schema}. As its owner: GRANT CREATE ON SCHEMA {Quote.Name(state.Name.Schema!)} TO {Quote.Name(state.User)}");
    }

    private static SqlText Sql(TableName table) => SqlText.Of($"""
        SELECT c.oid::bigint, c.relkind::text, current_user::text, pg_get_userbyid(c.relowner)::text, pg_has_role(c.relowner, 'USAGE'),
          has_schema_privilege(n.oid, 'CREATE'),
          CASE WHEN to_regnamespace('uniquity') IS NULL THEN has_database_privilege(current_database(), 'CREATE') ELSE has_schema_privilege('uniquity', 'CREATE') END,
          c.relrowsecurity AND c.relforcerowsecurity AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user), pg_is_in_recovery(),
          coalesce((SELECT json_agg(a.attname ORDER BY k.n) FROM pg_partitioned_table p CROSS JOIN LATERAL unnest(p.partattrs::int2[]) WITH ORDINALITY AS k(number, n)
            LEFT JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = k.number AND k.number > 0 WHERE p.partrelid = c.oid), '[]')::text
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = {SqlText.Value(table.Schema)} AND c.relname = {SqlText.Value(table.Name)}
        """);

    private static SqlText PartitionsSql(long table) => SqlText.Of($"""
        SELECT n.nspname::text, c.relname::text, pn.nspname::text, pc.relname::text, c.relkind::text
        FROM pg_partition_tree({table}::oid::regclass) AS t JOIN pg_class c ON c.oid = t.relid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class pc ON pc.oid = t.parentrelid JOIN pg_namespace pn ON pn.oid = pc.relnamespace
        WHERE t.level > 0 ORDER BY t.level, c.relname
        """);
}
