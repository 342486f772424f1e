using Uniquity.Indexes;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Undoing;

/// <summary>Tells which tables of an archive still have a table to go back to.</summary>
internal sealed class LivingArchive(WriteSession writer)
{
    /// <summary>The archive without the tables that have none; their rows are marked with the reason.</summary>
    /// <exception cref="RefusedException">The table that was resolved is not there, or its columns have changed: its rows could not come back as they were.</exception>
    public async Task<RunArchive> OfAsync(RunArchive archive, long root, CancellationToken cancellationToken)
    {
        var living = new List<ArchiveTable>();
        foreach (var table in archive.Tables)
        {
            var name = SqlText.Value(Quote.Table(table.Table));
            var there = await writer.OneAsync(SqlText.Of($"SELECT to_regclass({name}) IS NOT NULL"), row => row.GetBoolean(0), cancellationToken);
            var changed = there ? await ChangedAsync(table, name, cancellationToken) : [];
            if (there && changed.Count == 0)
            {
                living.Add(table);
                continue;
            }

            if (table == archive.Tables[0] && !there) throw new RefusedException(await GoneAsync(table, root, archive.Run, cancellationToken));
            var what = $"{string.Join(", ", changed)} was dropped or renamed, or has another type";
            if (there && table.Kind != ArchiveKind.Moved)
                throw new RefusedException($"{table.Table} has changed since run {archive.Run}: {what}, so its rows cannot come back as they were. They are in uniquity.{Quote.Name(table.Relation)}.");
            await writer.ExecuteAsync(SqlText.Of($"UPDATE {table.Sql} SET {table.Own("left")} = {SqlText.Value(there ? $"its {what}" : "its table was dropped or renamed")}"), cancellationToken);
        }

        return archive with { Tables = living };
    }

    /// <summary>The columns that are not as they were; of moved references, only those that were moved and those that rows are known by.</summary>
    private Task<IReadOnlyList<string>> ChangedAsync(ArchiveTable table, SqlText name, CancellationToken cancellationToken)
    {
        var pairs = table.Kind == ArchiveKind.Moved
            ? table.Id.Select((column, n) => (column, own: $"{table.Meta}id{n + 1}")).Concat(table.Moved.Select((column, n) => (column, own: $"{table.Meta}old{n + 1}")))
            : table.Columns.Select(column => (column, own: column));
        var asked = SqlText.Join(", ", pairs.Select((pair, n) => SqlText.Of($"({n}, {SqlText.Value(pair.column)}, {SqlText.Value(pair.own)})")));
        return writer.QueryAsync(SqlText.Of($"""
            SELECT p.name FROM (VALUES {asked}) AS p(n, name, own)
            JOIN pg_attribute AS a ON a.attrelid = {SqlText.Value(Quote.Table(new(ArchiveTable.Schema, table.Relation)))}::regclass AND a.attname = p.own
            LEFT JOIN pg_attribute AS t ON t.attrelid = to_regclass({name}) AND t.attname = p.name AND NOT t.attisdropped
            WHERE t.attname IS NULL OR t.atttypid <> a.atttypid ORDER BY p.n
            """), row => row.GetString(0), cancellationToken);
    }

    private async Task<string> GoneAsync(ArchiveTable table, long root, string run, CancellationToken cancellationToken)
    {
        var now = await writer.QueryAsync(SqlText.Of($"SELECT n.nspname::text, c.relname::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = {root}"),
            row => new TableName(row.GetString(0), row.GetString(1)), cancellationToken);
        var rows = $"The rows of run {run} are in uniquity.{Quote.Name(table.Relation)}.";
        return now is [var renamed]
            ? $"{table.Table} is called {renamed} now, and rows go back under its old name only: rename it for the undo. {rows}"
            : $"{table.Table} is not there any more. {rows}";
    }
}
