using Npgsql;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Undoing;

/// <summary>Takes a batch back in one transaction; where the server refuses a row of it, in halves, until only the groups that it refuses are left.</summary>
/// <remarks>A constraint that came after the run, a partition that went, a trigger that raises: none of them keeps other groups away.</remarks>
internal sealed class UndoParts(WriteSession writer, Retry retry, RunArchive archive, UndoBatch batch)
{
    /// <summary>Takes it back.</summary>
    public async Task<(long Restored, long Repointed)> RunAsync(Scope scope, CancellationToken cancellationToken)
    {
        var (restored, repointed, refused) = await TryAsync(scope, cancellationToken);
        // A row that came back late may be the parent that an earlier one waited for.
        for (var more = refused && restored > 0; more;)
        {
            var again = await TryAsync(scope, cancellationToken);
            restored += again.Restored;
            repointed += again.Repointed;
            more = again.Restored > 0;
        }

        return (restored, repointed);
    }

    private async Task<(long Restored, long Repointed, bool Refused)> TryAsync(Scope scope, CancellationToken cancellationToken)
    {
        try
        {
            // A batch that was begun is ended or fails: it is short, and a cancelled statement would save little.
            var (restored, repointed) = await retry.RunAsync(
                () => writer.InTransactionAsync(() => batch.RunAsync(scope, CancellationToken.None), KeyedRows.ByIndex, CancellationToken.None), refused: null, cancellationToken);
            return (restored, repointed, false);
        }
        catch (PostgresException refused) when (IsOfRows(refused))
        {
            return await HalveAsync(scope, refused, cancellationToken);
        }
    }

    private async Task<(long Restored, long Repointed, bool Refused)> HalveAsync(Scope scope, PostgresException refused, CancellationToken cancellationToken)
    {
        var groups = await GroupsAsync(scope, cancellationToken);
        if (groups.Count <= 1)
        {
            var mark = new MarkSql(archive, scope);
            foreach (var table in archive.Tables) await writer.ExecuteAsync(mark.Refused(table, refused.MessageText), CancellationToken.None);
            return (0, 0, true);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var middle = groups.Count / 2;
        var late = await TryAsync(scope with { From = groups[middle], To = groups[^1] }, cancellationToken);
        var early = await TryAsync(scope with { From = groups[0], To = groups[middle - 1] }, cancellationToken);
        return (late.Restored + early.Restored, late.Repointed + early.Repointed, true);
    }

    private Task<IReadOnlyList<long>> GroupsAsync(Scope scope, CancellationToken cancellationToken) => writer.QueryAsync(
        SqlText.Of($"{SqlText.Join(" UNION ", archive.Tables.Select(table => SqlText.Of($"SELECT DISTINCT {table.Own("a", "group")} AS g FROM {table.Sql} AS a WHERE {scope.On(table, "a")}")))} ORDER BY 1"),
        row => row.GetInt64(0), cancellationToken);

    /// <summary>Whether rows are at fault: constraints (23), values (22), check options of views (44), what a trigger raises (P0).</summary>
    private static bool IsOfRows(PostgresException refused) => refused.SqlState is ['2', '2' or '3', ..] or ['4', '4', ..] or ['P', '0', ..];
}
