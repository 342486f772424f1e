using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Duplicates;

/// <summary>What tells a row from all others.</summary>
internal sealed class RowId(Session session)
{
    /// <summary>An expression: the primary key, several columns of it with commas between; the physical address where there is none.</summary>
    public async Task<SqlText> OfAsync(TableName table, CancellationToken cancellationToken)
    {
        var name = SqlText.Value(Quote.Table(table), "regclass");
        var columns = await session.QueryAsync(SqlText.Of($"""
            SELECT a.attname::text FROM pg_index x CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
            JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
            WHERE x.indrelid = {name} AND x.indisprimary AND k.n <= x.indnkeyatts AND has_column_privilege(x.indrelid, a.attnum, 'SELECT') ORDER BY k.n
            """), row => SqlText.Name(row.GetString(0)), cancellationToken);
        if (columns.Count == 1) return columns[0];
        if (columns.Count > 1) return SqlText.Of($"concat_ws(', ', {SqlText.Join(", ", columns)})");
        var partitioned = await session.QueryAsync(SqlText.Of($"SELECT relkind = 'p' FROM pg_class WHERE oid = {name}"), row => row.GetBoolean(0), cancellationToken);
        return SqlText.Raw(partitioned is [true] ? "tableoid::regclass || ' ' || ctid::text" : "ctid");
    }
}
