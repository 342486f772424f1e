using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ905, UQ906: what the server has counted of such errors in this database.</summary>
internal sealed class CountedByServer(Session session, string code, string why, string column, string counted, Remedy remedy) : RelatedProbe(session, code)
{
    /// <summary>A transaction that could not be serialised.</summary>
    public static CountedByServer Serialization(Session session) => new(
        session, "UQ905",
        "This is no unique violation: two transactions at REPEATABLE READ or SERIALIZABLE touched the same rows, and the server let one of them win. Nothing was written by the other.",
        "xact_rollback", "transactions rolled back in this database since its statistics began",
        Verdict.Advice("Run the whole transaction again from its beginning, with a short random pause; a few times at most", RemedyKind.Write));

    /// <summary>A deadlock.</summary>
    public static CountedByServer Deadlock(Session session) => new(
        session, "UQ906",
        "This is no unique violation: two transactions waited for each other's locks, and the server ended one of them. Inserts of the same keys in different orders do that.",
        "deadlocks", "deadlocks in this database since its statistics began",
        Verdict.Advice("Write rows in one order in every transaction (sort a batch by its key), and run the ended transaction again", RemedyKind.Write));

    /// <inheritdoc/>
    protected override async Task<ProbeResult> LookAsync(DiagnosisContext context, RelatedError told, CancellationToken cancellationToken)
    {
        var sql = SqlText.Of($"SELECT {SqlText.Name(column)} FROM pg_stat_database WHERE datname = current_database()");
        var count = (await Session.QueryAsync(sql, row => row.GetInt64(0), cancellationToken))[0];
        return Verdict.Of(Code, Confidence.Certain, why, [Told(told), new($"{count} {counted}", sql.Literal)], remedy);
    }
}
