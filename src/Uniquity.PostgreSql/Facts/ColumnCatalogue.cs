using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Facts;

/// <summary>Reads the columns of tables, each table once.</summary>
internal sealed class ColumnCatalogue(Session session)
{
    private readonly Dictionary<TableName, IReadOnlyList<CatalogueColumn>> known = [];
    private readonly Dictionary<TableName, IReadOnlyList<TableName>> partitions = [];

    /// <summary>The columns in their order.</summary>
    public async Task<IReadOnlyList<CatalogueColumn>> ReadAsync(TableName table, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(table, out var columns)) return columns;
        partitions[table] = await session.QueryAsync(PartitionsSql(table), row => new TableName(row.GetString(0), row.GetString(1)), cancellationToken);
        return known[table] = await session.QueryAsync(Sql(table), Read, cancellationToken);
    }

    /// <summary>The tables that hold the rows of a partitioned one, once its columns were read; none for any other.</summary>
    public IReadOnlyList<TableName> PartitionsOf(TableName table) => partitions.GetValueOrDefault(table, []);

    /// <summary>A value under the collation of a column, where that is not the database's.</summary>
    public async Task<SqlText> CollateAsync(TableName table, string name, SqlText value, CancellationToken cancellationToken)
    {
        var column = (await ReadAsync(table, cancellationToken)).FirstOrDefault(column => column.Column.Name == name);
        return column?.Collation is { } collation ? SqlText.Of($"{value} COLLATE {SqlText.Raw(collation)}") : value;
    }

    private static CatalogueColumn Read(NpgsqlDataReader row) => new(
        new(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), row.Text(4)) { Primary = row.GetBoolean(8) }, row.GetBoolean(5), row.Text(6), row.Text(7));

    private static SqlText PartitionsSql(TableName table) => SqlText.Of($"""
        SELECT n.nspname::text, c.relname::text
        FROM pg_class p JOIN pg_namespace pn ON pn.oid = p.relnamespace CROSS JOIN LATERAL pg_partition_tree(p.oid) AS part
        JOIN pg_class c ON c.oid = part.relid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE pn.nspname = {SqlText.Value(table.Schema)} AND p.relname = {SqlText.Value(table.Name)} AND p.relkind = 'p' AND part.isleaf
        ORDER BY 1, 2
        """);

    private static SqlText Sql(TableName table) => SqlText.Of($"""
        SELECT a.attname::text, format_type(a.atttypid, a.atttypmod),
          ty.typcategory = 'S', NOT a.attnotnull,
          CASE WHEN a.attidentity <> '' THEN 'identity' WHEN a.attgenerated <> '' THEN 'generated: ' || pg_get_expr(d.adbin, d.adrelid)
               ELSE pg_get_expr(d.adbin, d.adrelid) END,
          has_column_privilege(c.oid, a.attnum, 'SELECT'),
          CASE WHEN col.oid IS NULL OR col.oid = 100 THEN NULL WHEN pg_collation_is_visible(col.oid) THEN quote_ident(col.collname)
               ELSE quote_ident(cn.nspname) || '.' || quote_ident(col.collname) END,
          CASE WHEN a.attidentity <> '' OR d.adbin IS NOT NULL THEN pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname) END,
          EXISTS (SELECT FROM pg_index p WHERE p.indrelid = c.oid AND p.indisprimary AND a.attnum = ANY (p.indkey))
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type ty ON ty.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_collation col ON col.oid = nullif(a.attcollation, 0)
        LEFT JOIN pg_namespace cn ON cn.oid = col.collnamespace
        WHERE n.nspname = {SqlText.Value(table.Schema)} AND c.relname = {SqlText.Value(table.Name)} AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
        """);
}
