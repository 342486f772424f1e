using Uniquity.Diagnosing;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Probes;

/// <summary>The probes for the causes that only PostgreSQL has.</summary>
internal static class PostgreSqlProbes
{
    /// <summary>All of them, on one session.</summary>
    public static IReadOnlyList<ICauseProbe> All(Session session) => [];
}
