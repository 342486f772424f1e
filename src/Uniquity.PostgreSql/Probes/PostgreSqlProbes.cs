using Uniquity.Diagnosing;
using Uniquity.PostgreSql.Facts;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Probes;

/// <summary>The probes for the causes that only PostgreSQL has, or that only its adapter can look into.</summary>
internal static class PostgreSqlProbes
{
    /// <summary>All of them, on one session.</summary>
    public static IReadOnlyList<ICauseProbe> All(Session session, ColumnCatalogue columns)
    {
        var shift = new ShiftedKeys(session, columns);
        return
        [
            new SequenceBehind(session),
            new InvalidIndexEnforces(session),
            new KeysShifted(shift),
            new ShiftedOntoAnother(shift),
            new PartitionOnly(session),
            new TransactionSpoiled(),
            new RaisedByTrigger(session),
            new IndexBlind(session),
            new ForeignKeyRefused(session),
            new NullRefused(session),
            new ExclusionRefused(session),
            new NoArbiter(session),
            CountedByServer.Serialization(session),
            CountedByServer.Deadlock(session),
            new ConnectionsSpent(session),
            new ConnectionWasRefused(session),
            new CheckRefused(session),
        ];
    }
}
