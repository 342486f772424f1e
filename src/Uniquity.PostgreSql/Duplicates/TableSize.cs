using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Duplicates;

/// <summary>Tells how large a table is for the planner, and how many workers the server lends to one statement.</summary>
internal sealed class TableSize(Session session)
{
    /// <summary>More slices than this would read the table more often than the grouping gains.</summary>
    private const int MostWorkers = 4;

    /// <summary>The planner's rows, <see langword="null"/> where nothing was analysed yet, and workers as a power of two.</summary>
    public async Task<(long? Rows, int Workers)> ReadAsync(TableName table, CancellationToken cancellationToken)
    {
        var name = SqlText.Value(Quote.Table(table), "regclass");
        var sql = SqlText.Of($"""
            SELECT sum(c.reltuples) FILTER (WHERE c.reltuples >= 0)::bigint, current_setting('max_parallel_workers_per_gather')::bigint
            FROM (SELECT {name} AS relid UNION SELECT relid FROM pg_partition_tree({name})) p JOIN pg_class c ON c.oid = p.relid WHERE c.relkind <> 'p'
            """);
        var (rows, workers) = (await session.QueryAsync(sql, row => (row.Number(0), row.GetInt64(1)), cancellationToken))[0];
        return (rows, workers < 2 ? 1 : workers < MostWorkers ? 2 : MostWorkers);
    }
}
