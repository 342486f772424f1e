using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ908: a connection was refused; this one was not, so the server runs now.</summary>
internal sealed class ConnectionWasRefused(Session session) : RelatedProbe(session, "UQ908")
{
    /// <inheritdoc/>
    protected override async Task<ProbeResult> LookAsync(DiagnosisContext context, RelatedError told, CancellationToken cancellationToken)
    {
        var sql = SqlText.Raw("SELECT to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), current_setting('listen_addresses')");
        var (since, addresses) = (await Session.QueryAsync(sql, row => (row.GetString(0), row.GetString(1)), cancellationToken))[0];
        return Verdict.Of(
            Code, Confidence.Possible,
            $"A connection was refused, but {context.Info.Host} accepts one now: the server was down, or the application connects to another host or port.",
            [new($"the server runs since {since} UTC and listens on '{addresses}'", sql.Literal)],
            Verdict.Advice("Compare host and port of the application with those shown here"), Verdict.Advice("Let the application wait and try again when it starts before the database"));
    }
}
