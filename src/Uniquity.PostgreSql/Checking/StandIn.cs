using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Checking;

/// <summary>A row of nulls with the columns of a table.</summary>
/// <param name="Rows">As it stands after FROM, under the table's own name. OFFSET keeps the planner from seeing through it.</param>
/// <param name="Collations">The collation of each column whose type has one.</param>
internal sealed record StandIn(SqlText Rows, IReadOnlyDictionary<string, string> Collations)
{
    /// <summary>Reads the columns.</summary>
    public static async Task<StandIn> ReadAsync(Session session, TableName table, CancellationToken cancellationToken)
    {
        var columns = await session.QueryAsync(SqlText.Of($"""
            SELECT a.attname::text, format_type(a.atttypid, a.atttypmod),
              CASE WHEN col.oid IS NOT NULL THEN CASE WHEN pg_collation_is_visible(col.oid) THEN '' ELSE quote_ident(cn.nspname) || '.' END || quote_ident(col.collname) END
            FROM pg_attribute a
            JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_collation col ON col.oid = nullif(a.attcollation, 0) LEFT JOIN pg_namespace cn ON cn.oid = col.collnamespace
            WHERE n.nspname = {SqlText.Value(table.Schema)} AND c.relname = {SqlText.Value(table.Name)} AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """), row => (Name: row.GetString(0), Type: row.GetString(1), Collation: row.Text(2)), cancellationToken);
        var nulls = columns.Select(column => column.Collation is null
            ? SqlText.Of($"NULL::{SqlText.Raw(column.Type)} AS {SqlText.Raw(Always(column.Name))}")
            : SqlText.Of($"NULL::{SqlText.Raw(column.Type)} COLLATE {SqlText.Raw(column.Collation)} AS {SqlText.Raw(Always(column.Name))}"));
        var rows = SqlText.Of($"(SELECT {SqlText.Join(", ", nulls)} OFFSET 0) AS {SqlText.Raw(Always(table.Name))}");
        return new(rows, columns.Where(column => column.Collation is not null).ToDictionary(column => column.Name, column => column.Collation!, StringComparer.Ordinal));
    }

    /// <summary>The collation of a column; <see langword="null"/> where its type has none.</summary>
    public string? CollationOf(string column) => Collations.GetValueOrDefault(column);

    // A name after AS may not be any keyword unless it is quoted.
    private static string Always(string name) => Quote.Name(name) is ['"', ..] quoted ? quoted : $"\"{name}\"";
}
