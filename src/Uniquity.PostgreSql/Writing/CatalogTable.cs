using Npgsql;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Writing;

/// <summary>A table as race-free writes need to know it: read once, from the catalog.</summary>
internal sealed record CatalogTable(string Sql, bool Partitioned, IReadOnlyList<CatalogColumn> Columns, IReadOnlyList<CatalogIndex> Indexes)
{
    private const string TableSql = "SELECT c.oid, n.nspname, c.relname, c.relkind = 'p' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass($1) AND c.relkind IN ('r', 'p')";

    private const string ColumnsSql = """
        SELECT a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attgenerated <> '' OR a.attidentity = 'a',
            a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false), a.atthasdef AND a.attnotnull,
            CASE WHEN t.typtype = 'b' AND t.typnamespace = 'pg_catalog'::regnamespace THEN t.typcategory ELSE '?' END
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
        """;

    // indnullsnotdistinct is of PostgreSQL 15; as a member of the row's JSON it is simply missing before.
    private const string IndexesSql = """
        SELECT c.relname, i.indkey::int[], i.indnkeyatts, ARRAY(SELECT pg_get_indexdef(i.indexrelid, n, true) FROM generate_series(1, i.indnkeyatts) n),
            pg_get_expr(i.indpred, i.indrelid, true), i.indisprimary, i.indimmediate, i.indisvalid AND i.indisready AND i.indislive,
            coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
            ARRAY(SELECT (SELECT quote_ident(s.nspname) || '.' || quote_ident(l.collname) FROM pg_collation l JOIN pg_namespace s ON s.oid = l.collnamespace
                WHERE l.oid = k.coll AND k.coll <> a.attcollation)
                FROM unnest(i.indcollation::oid[], i.indkey::int[]) WITH ORDINALITY AS k(coll, attnum, n)
                LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0 WHERE k.n <= i.indnkeyatts ORDER BY k.n)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = $1 AND i.indisunique ORDER BY i.indisprimary DESC, c.relname
        """;

    /// <summary>Reads it.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="name">The table, as SQL names it; a plain type's name is tried as it is, in small letters and with underscores.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The table; <see langword="null"/> where there is none of that name.</returns>
    public static async Task<CatalogTable?> ReadAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        uint oid;
        string sql;
        bool partitioned;
        await using (var command = new NpgsqlCommand(TableSql, connection) { Parameters = { new() { Value = name } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await reader.ReadAsync(cancellation)) return null;
            oid = reader.GetFieldValue<uint>(0);
            sql = $"{Quote.Name(reader.GetString(1))}.{Quote.Name(reader.GetString(2))}";
            partitioned = reader.GetBoolean(3);
        }

        var columns = await RowsAsync(connection, ColumnsSql, oid, row => new CatalogColumn(
            row.GetInt16(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(5), row.GetChar(6)), cancellation);
        return new(sql, partitioned, columns, await RowsAsync(connection, IndexesSql, oid, Index, cancellation));
    }

    /// <summary>Whether a table, by its quoted name, is made of partitions.</summary>
    public static async Task<bool> IsPartitionedAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass($1)", connection) { Parameters = { new() { Value = sql } } };
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static CatalogIndex Index(NpgsqlDataReader row)
    {
        var numbers = row.GetFieldValue<int[]>(1);
        var collations = row.GetFieldValue<string?[]>(9);
        var parts = row.GetFieldValue<string[]>(3).Select((part, i) => (numbers[i], part, collations[i])).Take(row.GetInt16(2));
        return new(row.GetString(0), [.. parts], row.IsDBNull(4) ? null : row.GetString(4), row.GetBoolean(5), row.GetBoolean(6), row.GetBoolean(7), row.GetBoolean(8));
    }

    private static async Task<IReadOnlyList<TRow>> RowsAsync<TRow>(NpgsqlConnection connection, string sql, uint oid, Func<NpgsqlDataReader, TRow> read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<TRow>();
        while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
        return rows;
    }
}
