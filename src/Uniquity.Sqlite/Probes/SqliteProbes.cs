using Uniquity.Diagnosing;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;

namespace Uniquity.Sqlite.Probes;

/// <summary>The probes that need to know how SQLite works.</summary>
internal static class SqliteProbes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ICauseProbe> All(SqliteSession session, SqliteCatalogue catalogue)
    {
        var simulation = new ShiftSimulation(session, catalogue);
        return [new KeysShifted(simulation), new ShiftedOntoAnother(simulation), new RaisedByTrigger(session)];
    }
}
