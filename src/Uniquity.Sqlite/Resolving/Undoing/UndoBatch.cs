using Microsoft.Data.Sqlite;
using SQLitePCL;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving.Archiving;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Undoing;

/// <summary>Takes one batch back in an open transaction: first it marks what cannot come, then it brings the rest.</summary>
/// <remarks>SQLite itself is asked what cannot come: where it refuses the whole, the rows are tried one by one, rolled back, and those refused are marked.</remarks>
/// <param name="session">The session.</param>
/// <param name="archive">The run's archive.</param>
/// <param name="shapes">Every table of the archive, and every table that these refer to.</param>
/// <param name="references">The declared foreign keys of the archive's tables.</param>
internal sealed class UndoBatch(SqliteSession session, RunArchive archive, IReadOnlyDictionary<TableName, TableShape> shapes, IReadOnlyList<Reference> references)
{
    /// <summary>A row gives back what it took before the row comes that it was taken from.</summary>
    private readonly IReadOnlyList<ArchiveTable> order = [.. archive.Tables.OrderBy(table => table.Kind switch { ArchiveKind.Merged => 0, ArchiveKind.Moved => 1, _ => 2 })];

    /// <summary>Takes it back.</summary>
    /// <exception cref="RefusedException">A trigger stepped in, and the transaction must be rolled back.</exception>
    public async Task<(long Restored, long Repointed)> RunAsync(Scope scope, CancellationToken cancellation)
    {
        var mark = new MarkSql(archive, scope);
        var restore = new RestoreSql(scope);
        foreach (var table in archive.Tables)
        {
            await session.ExecuteAsync(mark.Clear(table), cancellation);
            if (table.Kind == ArchiveKind.Removed) continue;
            foreach (var statement in mark.Find(table, shapes[table.Table])) await session.ExecuteAsync(statement, cancellation);
            if (table.Physical && await session.NumberAsync(mark.CountMissing(table), cancellation) > 0) await session.ExecuteAsync(mark.FindTwins(table, shapes[table.Table]), cancellation);
            await session.ExecuteAsync(mark.Missing(table), cancellation);
        }

        while (true)
        {
            while (await MarkBlockedAsync(mark, cancellation) > 0)
            {
                // What is left may be what another needed to come back.
            }

            if (await TryAsync(restore, cancellation) is { } done) return done;
            await MarkRefusedAsync(restore, cancellation);
        }
    }

    private async Task<long> MarkBlockedAsync(MarkSql mark, CancellationToken cancellation)
    {
        long marked = 0;
        foreach (var table in archive.Tables)
        {
            if (table.Kind == ArchiveKind.Merged) marked += await session.ExecuteAsync(mark.MergedInPart(table, archive.Removed(table.Table)), cancellation);
            else
            {
                foreach (var reference in references.Where(reference => reference.Child == table.Table && !ParentKeyMoves(reference) && (table.Kind == ArchiveKind.Removed || reference.ChildColumns.All(table.Changed.Contains))))
                {
                    foreach (var away in mark.Removes(shapes[reference.Parent]) ? new[] { false, true } : [false])
                    {
                        foreach (var statement in mark.ListParents(reference, shapes[reference.Parent], away)) await session.ExecuteAsync(statement, cancellation);
                        marked += await session.ExecuteAsync(mark.WithoutParent(table, reference, shapes[reference.Parent], away), cancellation);
                    }
                }
            }
        }

        return marked;
    }

    /// <summary>A key of the parent that the same transaction moves back is not there before.</summary>
    private bool ParentKeyMoves(Reference reference) =>
        archive.Tables.Any(table => table.Kind == ArchiveKind.Moved && table.Table == reference.Parent && reference.ParentColumns.Any(table.Changed.Contains));

    /// <summary>Brings everything back at once; <see langword="null"/>, and nothing done, where SQLite refuses a row of it.</summary>
    private async Task<(long Restored, long Repointed)?> TryAsync(RestoreSql restore, CancellationToken cancellation)
    {
        await session.ExecuteAsync("SAVEPOINT uq_try", cancellation);
        long restored = 0;
        long repointed = 0;
        try
        {
            foreach (var table in order)
            {
                var coming = await session.NumberAsync(restore.Count(table), cancellation);
                if (coming == 0) continue;
                var back = await session.ExecuteAsync(restore.Restore(table, shapes[table.Table], row: null), cancellation);
                if (back != coming) throw SteppedIn($"{coming - back} of {coming} {(table.Kind == ArchiveKind.Moved ? "references" : "rows")} of {table.Table} did not come back");
                if (table.Kind == ArchiveKind.Moved) repointed += back;
                else restored += back;
            }
        }
        catch (TargetException refused) when (IsConstraint(refused))
        {
            await RollBackAsync(cancellation);
            return null;
        }

        foreach (var statement in order.SelectMany(restore.Forget)) await session.ExecuteAsync(statement, cancellation);
        await session.ExecuteAsync("RELEASE uq_try", cancellation);
        return (restored, repointed);
    }

    /// <summary>Tries every row on its own, to learn which are refused and why; then undoes the trial and marks them.</summary>
    private async Task MarkRefusedAsync(RestoreSql restore, CancellationToken cancellation)
    {
        var refused = new List<(ArchiveTable Table, long Row, string Reason)>();
        await session.ExecuteAsync("SAVEPOINT uq_try", cancellation);
        foreach (var table in order)
        {
            foreach (var row in await session.QueryAsync(new SqlText().Add(restore.Rows(table)), row => row.GetInt64(0), cancellation))
            {
                try
                {
                    await session.ExecuteAsync(restore.Restore(table, shapes[table.Table], row), cancellation);
                }
                catch (TargetException fault) when (IsConstraint(fault))
                {
                    refused.Add((table, row, Words((SqliteException)fault.InnerException!)));
                }
            }
        }

        await RollBackAsync(cancellation);
        if (refused.Count == 0) throw SteppedIn("SQLite refused the rows together and none of them alone");
        foreach (var (table, row, reason) in refused) await session.ExecuteAsync(MarkSql.One(table, row, reason), cancellation);
    }

    private async Task RollBackAsync(CancellationToken cancellation)
    {
        await session.ExecuteAsync("ROLLBACK TO uq_try", cancellation);
        await session.ExecuteAsync("RELEASE uq_try", cancellation);
    }

    private static bool IsConstraint(TargetException fault) => fault.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT };

    private static string Words(SqliteException fault)
    {
        const string unique = "UNIQUE constraint failed: ";
        var said = SqliteFault.Text(fault);
        return said.StartsWith(unique, StringComparison.Ordinal) ? $"another row has its key now ({said[unique.Length..].Replace("index '", "unique index '", StringComparison.Ordinal)})" : $"SQLite refuses it ({said})";
    }

    private RefusedException SteppedIn(string what) => new(
        $"{what}: a trigger steps in ({string.Join(", ", shapes.Values.SelectMany(table => table.Triggers.Select(trigger => $"{trigger} of {table.Name}")))}). Drop it for the undo.");
}
