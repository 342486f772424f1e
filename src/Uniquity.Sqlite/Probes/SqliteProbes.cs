using Uniquity.Diagnosing;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;

namespace Uniquity.Sqlite.Probes;

/// <summary>The probes that only SQLite has.</summary>
internal static class SqliteProbes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ICauseProbe> All(SqliteSession session, SqliteCatalogue catalogue) => [];
}
