using Uniquity.Indexes;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;
using Uniquity.Wording;

namespace Uniquity.PostgreSql.Resolving.Undoing;

/// <summary>Takes one batch back in an open transaction: first it marks what cannot come, then it brings the rest.</summary>
/// <param name="session">The session.</param>
/// <param name="archive">The run's archive.</param>
/// <param name="shapes">Every table of the archive, and every table that these refer to.</param>
/// <param name="references">The declared foreign keys of the archive's tables.</param>
internal sealed class UndoBatch(WriteSession session, RunArchive archive, IReadOnlyDictionary<TableName, TableShape> shapes, IReadOnlyList<Reference> references)
{
    /// <summary>Takes it back.</summary>
    /// <exception cref="RefusedException">A trigger stepped in, and the transaction must be rolled back.</exception>
    public async Task<(long Restored, long Repointed)> RunAsync(Scope scope, CancellationToken cancellationToken)
    {
        var mark = new MarkSql(archive, scope);
        await MarkChangedAsync(mark, cancellationToken);
        while (await MarkBlockedAsync(mark, scope, cancellationToken) > 0)
        {
            // What is left may be what another needed to come back.
        }

        var restore = new RestoreSql(archive, shapes, scope);
        var done = await session.OneAsync(restore.Restore(), row => (Back: row.GetInt64(0), Coming: row.GetInt64(1), Moved: row.GetInt64(2), Moving: row.GetInt64(3), Unmerged: row.GetInt64(4), Unmerging: row.GetInt64(5)), cancellationToken);
        if (done.Back != done.Coming) throw SteppedIn($"{done.Coming - done.Back} of {Counted.Of(done.Coming, "row")} {Counted.Noun(done.Coming - done.Back, "was", "were")} not inserted");
        if (done.Moved != done.Moving) throw SteppedIn($"{done.Moving - done.Moved} of {Counted.Of(done.Moving, "reference")} {Counted.Noun(done.Moving - done.Moved, "was", "were")} not moved back");
        if (done.Unmerged != done.Unmerging) throw SteppedIn($"{done.Unmerging - done.Unmerged} of {done.Unmerging} merged rows were not changed back");
        return (done.Back + done.Unmerged, done.Moved);
    }

    private async Task MarkChangedAsync(MarkSql mark, CancellationToken cancellationToken)
    {
        foreach (var table in archive.Tables)
        {
            await session.ExecuteAsync(mark.Clear(table), cancellationToken);
            if (table.Kind == ArchiveKind.Moved) await session.ExecuteAsync(mark.Moved(table, shapes[table.Table]), cancellationToken);
            else if (table.Kind == ArchiveKind.Merged) await session.ExecuteAsync(mark.Merged(table, shapes[table.Table]), cancellationToken);
        }
    }

    private async Task<int> MarkBlockedAsync(MarkSql mark, Scope scope, CancellationToken cancellationToken)
    {
        var marked = 0;
        foreach (var table in archive.Tables)
        {
            foreach (var statement in Blocked(mark, table, scope)) marked += await session.ExecuteAsync(statement, cancellationToken);
        }

        return marked;
    }

    private IEnumerable<SqlText> Blocked(MarkSql mark, ArchiveTable table, Scope scope)
    {
        var shape = shapes[table.Table];
        if (table.Kind == ArchiveKind.Merged)
        {
            yield return mark.MergedInPart(table, archive.Removed(table.Table));
        }

        foreach (var reference in references.Where(reference => reference.Child == table.Table && !ParentKeyMoves(reference)))
        {
            var blocked = table.Kind != ArchiveKind.Moved ? mark.RemovedWithoutParent(table, reference, shapes[reference.Parent])
                : reference.ChildColumns.All(table.Moved.Contains) ? mark.MovedWithoutParent(table, reference, shapes[reference.Parent]) : [];
            foreach (var statement in blocked) yield return statement;
        }

        if (table.Kind != ArchiveKind.Removed) yield break;
        foreach (var key in shape.UniqueKeys) yield return mark.Taken(table, shape, key, [.. Changing(table, key, scope)]);
    }

    /// <summary>A key of the parent that the same transaction moves back is not there before.</summary>
    private bool ParentKeyMoves(Reference reference) =>
        archive.Tables.Any(table => table.Kind == ArchiveKind.Moved && table.Table == reference.Parent && reference.ParentColumns.Any(table.Moved.Contains));

    /// <summary>The rows whose key this undo itself changes.</summary>
    private IEnumerable<SqlText> Changing(ArchiveTable removed, UniqueKey key, Scope scope)
    {
        var shape = shapes[removed.Table];
        foreach (var table in archive.Tables.Where(table => table.Table == removed.Table))
        {
            if (table.Kind == ArchiveKind.Moved && key.Columns.Any(table.Moved.Contains)) yield return Coming(table, MatchSql.Moved(table, shape, scope));
            if (table.Kind == ArchiveKind.Merged && !key.Columns.All(shape.Identity.Contains)) yield return Coming(table, MatchSql.Merged(table, shape, scope), differing: key);
        }
    }

    private static SqlText Coming(ArchiveTable table, SqlText pairs, UniqueKey? differing = null)
    {
        var changed = differing is null ? SqlText.Empty : SqlText.Of($" JOIN {table.Sql} AS b ON NOT b.{table.Own("after")} AND {Same(table)} AND {Differs(differing)}");
        return SqlText.Of($"SELECT m.* FROM ({pairs}) AS m JOIN {table.Sql} AS a ON a.ctid = m.at AND {table.Own("a", "left")} IS NULL{changed}");
    }

    private static SqlText Same(ArchiveTable table)
    {
        var names = table.Physical ? [table.IdName(1), table.IdName(2)] : table.Id;
        return SqlText.Join(" AND ", names.Select(name => SqlText.Of($"b.{SqlText.Name(name)} = a.{SqlText.Name(name)}")).Append(SqlText.Of($"{table.Own("b", "batch")} = {table.Own("a", "batch")}")));
    }

    private static SqlText Differs(UniqueKey key) => SqlText.Of(
        $"ROW({SqlText.Join(", ", key.Columns.Select(name => SqlText.Of($"a.{SqlText.Name(name)}")))})::record *<> ROW({SqlText.Join(", ", key.Columns.Select(name => SqlText.Of($"b.{SqlText.Name(name)}")))})::record");

    private RefusedException SteppedIn(string what) => new(
        $"{what}: a trigger steps in ({string.Join(", ", shapes.Values.SelectMany(table => table.Triggers.Select(trigger => $"{trigger} of {table.Name}")))}). Disable it for the undo.");
}
