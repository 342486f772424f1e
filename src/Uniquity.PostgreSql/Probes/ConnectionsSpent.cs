using System.Globalization;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ907: the server had no connection left to give.</summary>
internal sealed class ConnectionsSpent(Session session) : RelatedProbe(session, "UQ907")
{
    /// <inheritdoc/>
    protected override async Task<ProbeResult> LookAsync(DiagnosisContext context, RelatedError told, CancellationToken cancellationToken)
    {
        var total = SqlText.Raw("SELECT count(*), current_setting('max_connections')::int, current_setting('superuser_reserved_connections')::int FROM pg_stat_activity WHERE backend_type = 'client backend'");
        var (used, most, reserved) = (await Session.QueryAsync(total, row => (row.GetInt64(0), row.GetInt32(1), row.GetInt32(2)), cancellationToken))[0];
        var holders = SqlText.Raw("SELECT coalesce(nullif(application_name, ''), 'without a name'), coalesce(state, 'hidden'), count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 3");
        var largest = await Session.QueryAsync(holders, row => string.Create(CultureInfo.InvariantCulture, $"{row.GetString(0)} ({row.GetString(1)}): {row.GetInt64(2)}"), cancellationToken);
        return Verdict.Of(
            Code, Confidence.Certain,
            $"This is no unique violation: the server had given out all of its {Counted.Of(most, "connection")} ({reserved} of them kept for superusers).",
            [Told(told), new($"{used} of {Counted.Of(most, "connection")} are in use now", total.Literal), new($"most are held by {string.Join(", ", largest)}", holders.Literal)],
            Verdict.Advice("Let the application keep a pool smaller than the server's limit, counted over all of its instances"),
            Verdict.Advice("Put a pooler (PgBouncer in transaction mode) in front of the server; raising max_connections needs a restart and memory"));
    }
}
