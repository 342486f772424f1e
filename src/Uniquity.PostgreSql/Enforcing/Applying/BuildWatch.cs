using Npgsql;
using Uniquity.Enforcing;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Enforcing.Applying;

/// <summary>Tells how far a build is, by pg_stat_progress_create_index.</summary>
/// <remarks>https://www.postgresql.org/docs/current/progress-reporting.html#CREATE-INDEX-PROGRESS-REPORTING</remarks>
internal sealed class BuildWatch(Session reader, TimeProvider clock, int process, string what, IProgress<EnforceProgress> progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Tells until it is cancelled; what cannot be read is not told.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Interval, clock, cancellationToken);
                foreach (var told in await reader.QueryAsync(Sql(), Read, CancellationToken.None)) progress.Report(told);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or NpgsqlException)
        {
            // The build itself tells what happened.
        }
    }

    private SqlText Sql() => SqlText.Of($"""
        SELECT phase, CASE WHEN tuples_total > 0 THEN tuples_done ELSE blocks_done END, CASE WHEN tuples_total > 0 THEN tuples_total ELSE nullif(blocks_total, 0) END,
          tuples_total > 0, nullif(current_locker_pid, 0)::integer
        FROM pg_stat_progress_create_index WHERE pid = {process}
        """);

    private EnforceProgress Read(NpgsqlDataReader row)
    {
        var waits = row.IsDBNull(4) ? "" : $" (server process {row.GetInt32(4)})";
        return new($"{what}: {row.GetString(0)}{waits}", row.GetInt64(1), row.Number(2), row.GetBoolean(3) ? "rows" : "blocks");
    }
}
