using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>The list of rows of a run's groups: made once, so that going on after a crash needs no second look at the table.</summary>
internal sealed class WorkList(WriteSession session, ResolveContext context, RunArchive archive)
{
    private readonly BatchSql sql = new BatchStatements(context, archive).Root;

    /// <summary>Makes the list, in the open transaction.</summary>
    public async Task<(long Groups, string Fingerprint, string Since)> MakeAsync(CancellationToken cancellationToken)
    {
        var since = await SinceAsync(cancellationToken);
        await session.ExecuteAsync(sql.MakeWork, cancellationToken);
        await session.ExecuteAsync(sql.IndexWork, cancellationToken);
        await session.ExecuteAsync(SqlText.Of($"ANALYZE {archive.Work}"), cancellationToken);
        return await session.OneAsync(sql.CountWork, row => (row.GetInt64(0), Planner.Fingerprint(row.GetInt64(0), row.GetInt64(1), row.GetString(2)), since), cancellationToken);
    }

    /// <summary>Appends the groups that rows written since make; a row is new where its transaction was not over when the list was made.</summary>
    public async Task<(long Groups, string Since)> AppendAsync(long last, string since, CancellationToken cancellationToken)
    {
        var next = await SinceAsync(cancellationToken);
        await session.ExecuteAsync(sql.AppendWork(last, SqlText.Of($"age(xmin) <= age({SqlText.Value(since, "xid")})")), cancellationToken);
        return (await session.OneAsync(sql.CountWork, row => row.GetInt64(0), cancellationToken), next);
    }

    /// <summary>The oldest transaction that was still open: every row of an older one is seen by what follows.</summary>
    private Task<string> SinceAsync(CancellationToken cancellationToken) =>
        session.OneAsync(SqlText.Raw("SELECT (txid_snapshot_xmin(txid_current_snapshot()) % 4294967296)::text"), row => row.GetString(0), cancellationToken);
}
