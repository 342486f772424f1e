using Uniquity.Loading;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Loading;

/// <summary>What a load has to be allowed, asked before anything is written.</summary>
internal static class LoadRights
{
    private const string Sql = """
        SELECT c.relkind::text, quote_ident(current_database()), quote_ident(current_user), has_database_privilege(current_database(), 'TEMP'),
          has_any_column_privilege(c.oid, 'SELECT'), has_any_column_privilege(c.oid, 'INSERT'), has_any_column_privilege(c.oid, 'UPDATE'),
          u.oid IS NOT NULL, l.oid IS NOT NULL, CASE WHEN u.oid IS NULL THEN has_database_privilege(current_database(), 'CREATE') ELSE has_schema_privilege(u.oid, 'USAGE') AND (l.oid IS NOT NULL OR has_schema_privilege(u.oid, 'CREATE')) END,
          l.oid IS NULL OR (has_table_privilege(l.oid, 'SELECT') AND has_table_privilege(l.oid, 'INSERT') AND has_table_privilege(l.oid, 'UPDATE') AND has_table_privilege(l.oid, 'DELETE')),
          ARRAY(SELECT s FROM unnest(string_to_array($3, chr(1))) s WHERE NOT has_sequence_privilege(s, 'UPDATE') OR NOT has_sequence_privilege(s, 'SELECT'))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_namespace u ON u.nspname = 'uniquity' LEFT JOIN pg_class l ON l.relnamespace = u.oid AND l.relname = 'loads'
        WHERE n.nspname = $1 AND c.relname = $2
        """;

    /// <summary>Asks.</summary>
    /// <exception cref="UsageException">It is no table.</exception>
    /// <exception cref="TargetException">A right is missing; the message grants it.</exception>
    public static async Task CheckAsync(LoadConnection connection, LoadTable table, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var request = table.Request;
        string[] sequences = [.. table.Columns.Where(column => column.Sequence is not null && fields.Contains(column.Name)).Select(column => column.Sequence!)];
        var found = await connection.QueryAsync(Sql, row => (
            Kind: row.GetString(0), Database: row.GetString(1), User: row.GetString(2), Temp: row.GetBoolean(3), Select: row.GetBoolean(4), Insert: row.GetBoolean(5), Update: row.GetBoolean(6),
            HasSchema: row.GetBoolean(7), HasLoads: row.GetBoolean(8), MayMake: row.GetBoolean(9), MayKeep: row.GetBoolean(10), Sequences: row.GetFieldValue<string[]>(11)), cancellationToken, request.Table.Schema, request.Table.Name, string.Join((char)1, sequences));
        if (found is not [var it]) return;
        if (it.Kind == "m") throw new UsageException($"{request.Table} is a materialized view, which takes no rows: load into the table under it, then REFRESH MATERIALIZED VIEW {table.Sql}");
        var grants = new List<string>();
        if (!it.Temp) grants.Add($"GRANT TEMPORARY ON DATABASE {it.Database} TO {it.User}");
        string[] rights = [.. new[] { (it.Select, "SELECT"), (it.Insert, "INSERT"), (it.Update || request.OnConflict.Kind is ConflictKind.Skip or ConflictKind.Stop, "UPDATE") }.Where(right => !right.Item1).Select(right => right.Item2)];
        if (rights.Length > 0) grants.Add($"GRANT {string.Join(", ", rights)} ON {table.Sql} TO {it.User}");
        grants.AddRange(it.Sequences.Select(sequence => $"GRANT SELECT, UPDATE ON SEQUENCE {sequence} TO {it.User}"));

        // A load that nobody can resume keeps nothing.
        if (request.Fingerprint is not null && !it.MayMake) grants.Add(it.HasSchema ? $"GRANT USAGE{(it.HasLoads ? "" : ", CREATE")} ON SCHEMA uniquity TO {it.User}" : $"GRANT CREATE ON DATABASE {it.Database} TO {it.User}");
        if (request.Fingerprint is not null && !it.MayKeep) grants.Add($"GRANT SELECT, INSERT, UPDATE, DELETE ON uniquity.loads TO {it.User}");
        if (grants.Count == 0) return;
        var keeps = request.Fingerprint is not null && (!it.MayMake || !it.MayKeep) ? "; how far a load is stands in the schema uniquity, and what is piped in (load -) needs none" : "";
        throw new TargetException($"{it.User} may not load into {request.Table}: {string.Join("; ", grants)}{keeps}");
    }
}
