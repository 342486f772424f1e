using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Indexes;

/// <summary>Reads unique indexes from pg_index and its kin.</summary>
/// <remarks>
/// Exclusion constraints are not among them (their uniqueness is not equality), nor are keys WITHOUT OVERLAPS of PostgreSQL 18,
/// which are exclusion constraints underneath. The indexes of partitions are listed too: an error names the partition's.
/// </remarks>
internal sealed class Catalogue(Session session)
{
    /// <summary>The unique indexes of a table, or of the database, in the order of table and name.</summary>
    public async Task<IReadOnlyList<UniqueIndex>> ReadAsync(TableName? table, CancellationToken cancellationToken)
    {
        var parts = await session.QueryAsync(Sql(table), Read, cancellationToken);
        var found = new List<CatalogueIndex>();
        foreach (var group in parts.GroupBy(part => part.Oid))
        {
            var rows = group.ToList();
            found.Add(rows[0] with { Index = rows[0].Index with { Key = [.. rows.Select(row => row.Index.Key[0])], Collation = FirstCollation(rows) } });
        }

        return IndexWarnings.Apply(found);
    }

    private static string? FirstCollation(List<CatalogueIndex> rows) =>
        rows.Select(row => row.Index.Key[0].Collation).FirstOrDefault(collation => collation is not null);

    private static CatalogueIndex Read(NpgsqlDataReader row)
    {
        var part = new KeyPart(row.GetString(6), row.GetBoolean(7), row.GetBoolean(8)) { Collation = row.Text(9) };
        var index = new UniqueIndex
        {
            Table = new(row.GetString(1), row.GetString(2)),
            Name = row.GetString(3),
            Key = [part],
            Primary = row.GetBoolean(4),
            Constraint = row.GetBoolean(5),
            Filter = row.Text(10),
            Nulls = row.GetBoolean(11) ? NullHandling.NotDistinct : NullHandling.Distinct,
            Valid = row.GetBoolean(12),
            Deferrable = row.GetBoolean(14),
            SizeBytes = row.Number(15),
            Reads = row.Number(16),
            PartOf = row.Text(20) is { } name ? new PartitionedIndex(new(row.GetString(21), row.GetString(22)), name) : null,
        };
        return new(row.GetInt64(0), index, Ready: row.GetBoolean(13), PartitionOf: row.Text(17), Partitioned: row.GetBoolean(18), row.Text(19));
    }

    private SqlText Sql(TableName? table)
    {
        var nullsNotDistinct = SqlText.Raw(session.MajorVersion >= 15 ? "x.indnullsnotdistinct" : "false");
        var wanted = table is null
            ? SqlText.Raw("n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'")
            : SqlText.Of($"n.nspname = {SqlText.Value(table.Schema)} AND t.relname = {SqlText.Value(table.Name)}");
        return SqlText.Of($"""
            SELECT i.oid::bigint, n.nspname::text, t.relname::text, i.relname::text, x.indisprimary, con.oid IS NOT NULL,
              coalesce(a.attname::text, pg_get_indexdef(i.oid, k.n, true)), a.attname IS NULL,
              (x.indoption[k.n - 1] & 1) = 1,
              CASE WHEN col.oid IS NOT NULL AND col.oid <> coalesce(nullif(a.attcollation, 0), 100) THEN {CollationName} END,
              pg_get_expr(x.indpred, x.indrelid, true), {nullsNotDistinct}, x.indisvalid, x.indisready, NOT x.indimmediate OR coalesce(con.condeferrable, false),
              CASE WHEN i.relkind = 'I' THEN (SELECT sum(pg_relation_size(p.relid)) FROM pg_partition_tree(i.oid) p)::bigint ELSE pg_relation_size(i.oid) END,
              CASE WHEN i.relkind = 'I' THEN (SELECT sum(s.idx_scan) FROM pg_partition_tree(i.oid) p JOIN pg_stat_user_indexes s ON s.indexrelid = p.relid)::bigint
                   ELSE (SELECT s.idx_scan FROM pg_stat_user_indexes s WHERE s.indexrelid = i.oid) END,
              CASE WHEN t.relispartition AND NOT i.relispartition THEN (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = t.oid) END,
              i.relkind = 'I',
              {CollationMismatch},
              whole.relname::text, whole_schema.nspname::text, whole_table.relname::text
            FROM pg_index x
            JOIN pg_class i ON i.oid = x.indexrelid
            JOIN pg_class t ON t.oid = x.indrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace
            CROSS JOIN LATERAL generate_series(1, x.indnkeyatts) AS k(n)
            JOIN pg_attribute ia ON ia.attrelid = i.oid AND ia.attnum = k.n
            LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[k.n - 1] AND a.attnum > 0
            LEFT JOIN pg_collation col ON col.oid = nullif(x.indcollation[k.n - 1], 0)
            LEFT JOIN pg_namespace cn ON cn.oid = col.collnamespace
            LEFT JOIN pg_class whole ON i.relispartition AND whole.oid = pg_partition_root(i.oid)
            LEFT JOIN pg_index whole_index ON whole_index.indexrelid = whole.oid
            LEFT JOIN pg_class whole_table ON whole_table.oid = whole_index.indrelid
            LEFT JOIN pg_namespace whole_schema ON whole_schema.oid = whole_table.relnamespace
            LEFT JOIN pg_constraint con ON con.conindid = i.oid AND con.conrelid = t.oid AND con.contype IN ('p', 'u')
            WHERE x.indisunique AND NOT x.indisexclusion AND t.relkind IN ('r', 'p', 'm') AND {wanted}
            ORDER BY n.nspname, t.relname, i.relname, k.n
            """);
    }

    /// <summary>As it stands in a COLLATE clause.</summary>
    private static SqlText CollationName { get; } =
        SqlText.Raw("CASE WHEN pg_collation_is_visible(col.oid) THEN '' ELSE quote_ident(cn.nspname) || '.' END || quote_ident(col.collname)");

    /// <summary>The versions that the collation was made for and that the system has now, where they differ.</summary>
    private SqlText CollationMismatch => SqlText.Raw(session.MajorVersion >= 15
        ? """
          CASE WHEN col.oid = 100
            THEN (SELECT d.datcollversion || ' -> ' || pg_database_collation_actual_version(d.oid) FROM pg_database d
                  WHERE d.datname = current_database() AND d.datcollversion <> pg_database_collation_actual_version(d.oid))
            WHEN col.collversion <> pg_collation_actual_version(col.oid) THEN col.collversion || ' -> ' || pg_collation_actual_version(col.oid) END
          """
        : "CASE WHEN col.collversion <> pg_collation_actual_version(col.oid) THEN col.collversion || ' -> ' || pg_collation_actual_version(col.oid) END");
}
