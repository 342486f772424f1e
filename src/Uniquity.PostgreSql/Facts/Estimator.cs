using System.Globalization;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Facts;

/// <summary>Tells how many rows a table has, by counting a small one and by the statistics of a large one.</summary>
internal sealed class Estimator(Session session)
{
    /// <summary>Up to here counting takes no longer than a blink.</summary>
    private const long SmallBytes = 16 * 1024 * 1024;

    /// <summary>Estimates.</summary>
    public async Task<Fact<long>> EstimateAsync(TableName table, CancellationToken cancellationToken)
    {
        // Of a partitioned table the parts count; reltuples is -1 where the table was never analysed.
        var name = SqlText.Value(Quote.Table(table), "regclass");
        var sql = SqlText.Of($"""
            SELECT coalesce(sum(c.reltuples) FILTER (WHERE c.reltuples > 0), 0)::bigint, coalesce(sum(pg_relation_size(c.oid)), 0)::bigint
            FROM (SELECT {name} AS relid UNION SELECT relid FROM pg_partition_tree({name})) p JOIN pg_class c ON c.oid = p.relid WHERE c.relkind <> 'p'
            """);
        var (rows, bytes) = (await session.QueryAsync(sql, row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken))[0];
        if (rows > 0 && bytes > SmallBytes) return new(rows, sql.Literal);
        var count = SqlText.Of($"SELECT count(*) FROM {table}");
        return new((await session.QueryAsync(count, row => row.GetInt64(0), cancellationToken))[0], count.Literal);
    }

    /// <summary>A TABLESAMPLE clause that yields about twice as many rows as asked for, the same ones each time; nothing for a small table.</summary>
    public static SqlText Sample(long rows, int size)
    {
        if (rows <= size * 2L) return SqlText.Empty;
        var percent = Math.Min(100, 200.0 * size / rows);
        // Whole pages are read where there are many; row by row where there are few, so that the sample spreads.
        var method = rows > 100_000 ? "SYSTEM" : "BERNOULLI";
        return SqlText.Raw(string.Create(CultureInfo.InvariantCulture, $" TABLESAMPLE {method} ({percent:0.######}) REPEATABLE (1)"));
    }
}
