using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Undoing;

/// <summary>Marks the archive's rows that cannot come back, each with its reason; they stay in the archive.</summary>
internal sealed class MarkSql(RunArchive archive, Scope scope)
{
    /// <summary>Forgets the marks of an earlier undo.</summary>
    public SqlText Clear(ArchiveTable table) =>
        SqlText.Of($"UPDATE {table.Sql} AS a SET {table.Own("left")} = NULL WHERE {scope.On(table, "a")} AND {table.Own("a", "left")} IS NOT NULL");

    /// <summary>Rows that the server refuses, for a reason that only it knows: a constraint that came since, or a trigger.</summary>
    public SqlText Refused(ArchiveTable table, string why)
    {
        var image = table.Kind == ArchiveKind.Merged ? SqlText.Of($" AND a.{table.Own("after")}") : SqlText.Empty;
        return SqlText.Of($"UPDATE {table.Sql} AS a SET {table.Own("left")} = {SqlText.Value($"the server refuses its group: {why}")} WHERE {scope.On(table, "a")}{image}");
    }

    /// <summary>References that were changed since, or whose row is gone.</summary>
    public SqlText Moved(ArchiveTable table, TableShape shape) => SqlText.Of($"""
        UPDATE {table.Sql} AS a SET {table.Own("left")} = 'it was changed or removed since'
        WHERE {scope.Coming(table, "a")} AND NOT EXISTS (SELECT FROM ({MatchSql.Moved(table, shape, scope)}) AS m WHERE m.at = a.ctid)
        """);

    /// <summary>Merged rows that were changed since.</summary>
    public SqlText Merged(ArchiveTable table, TableShape shape) => SqlText.Of($"""
        UPDATE {table.Sql} AS a SET {table.Own("left")} = 'it was changed or removed since'
        WHERE {scope.Coming(table, "a")} AND a.{table.Own("after")} AND NOT EXISTS (SELECT FROM ({MatchSql.Merged(table, shape, scope)}) AS m WHERE m.at = a.ctid)
        """);

    /// <summary>Merged rows of groups that do not come back whole: what they took would be lost.</summary>
    public SqlText MergedInPart(ArchiveTable table, ArchiveTable removed) => SqlText.Of($"""
        UPDATE {table.Sql} AS a SET {table.Own("left")} = 'not every row of its group comes back'
        WHERE {scope.Coming(table, "a")} AND a.{table.Own("after")}
          AND EXISTS (SELECT FROM {removed.Sql} AS r WHERE {scope.On(removed, "r")} AND {removed.Own("r", "group")} = {table.Own("a", "group")} AND {removed.Own("r", "left")} IS NOT NULL)
        """);

    /// <summary>Removed rows, and merged ones as they were, that refer to a row that is no longer there, and does not come back either.</summary>
    public IEnumerable<SqlText> RemovedWithoutParent(ArchiveTable table, Reference reference, TableShape parent) =>
        WithoutParent(table, reference, parent, n => SqlText.Name(reference.ChildColumns[n]));

    /// <summary>Moved references to a row that is not there, and does not come back either.</summary>
    public IEnumerable<SqlText> MovedWithoutParent(ArchiveTable table, Reference reference, TableShape parent) =>
        WithoutParent(table, reference, parent, n => table.Own($"old{table.Moved.ToList().IndexOf(reference.ChildColumns[n]) + 1}"));

    /// <summary>Removed rows whose key another row has now.</summary>
    /// <param name="table">The archive.</param>
    /// <param name="shape">The table.</param>
    /// <param name="key">The unique key.</param>
    /// <param name="changing">Rows that this undo changes in the key's columns: they give their key back.</param>
    public SqlText Taken(ArchiveTable table, TableShape shape, UniqueKey key, IReadOnlyList<SqlText> changing)
    {
        var known = key.NullsNotDistinct ? SqlText.Empty : SqlText.Join("", key.Parts.Select(part => SqlText.Of($" AND {part} IS NOT NULL")));
        var ids = SqlText.Join(", ", shape.Id.Select((part, n) => SqlText.Of($"{part} AS {SqlText.Name($"{shape.Meta}w{n + 1}")}")));
        var free = SqlText.Join("", changing.Select(pairs => SqlText.Of($" AND NOT EXISTS (SELECT FROM ({pairs}) AS m WHERE {SqlText.Join(" AND ", shape.Id.Select((_, n) => SqlText.Of($"m.w{n + 1} = e.{SqlText.Name($"{shape.Meta}w{n + 1}")}")))})")));
        return SqlText.Of($"""
            UPDATE {table.Sql} AS a SET {table.Own("left")} = {SqlText.Value($"another row has its key now (unique index {key.Name})")}
            FROM (SELECT ctid AS at, {key.Keys(shape.Meta)} FROM {table.Sql} AS {SqlText.Name(table.Table.Name)} WHERE {scope.Coming(table, Quote.Name(table.Table.Name))} AND {key.Where}{known}) AS k
            WHERE k.at = a.ctid AND EXISTS (SELECT FROM (SELECT {ids}, {key.Keys(shape.Meta)} FROM {shape.From} WHERE {key.Where}{known}) AS e WHERE {key.Same("e", "k", shape.Meta)}{free})
            """);
    }

    private IEnumerable<SqlText> WithoutParent(ArchiveTable table, Reference reference, TableShape parent, Func<int, SqlText> column)
    {
        var set = SqlText.Join(" AND ", reference.ChildColumns.Select((_, n) => SqlText.Of($"a.{column(n)} IS NOT NULL")));
        var coming = archive.Tables.FirstOrDefault(candidate => candidate.Kind == ArchiveKind.Removed && candidate.Table == parent.Name);
        var before = table.Kind == ArchiveKind.Merged ? SqlText.Of($" AND NOT a.{table.Own("after")}") : SqlText.Empty;
        var reason = SqlText.Value($"the row of {parent.Name} that it refers to is not there ({reference.Name})");
        var referring = SqlText.Of($"{scope.Coming(table, "a")}{before} AND {set}");
        // Most of the parents come back too; what is left after those is looked for in the table, row by row by its index.
        var back = coming is null ? SqlText.Empty : SqlText.Of($" AND NOT EXISTS (SELECT FROM {coming.Sql} AS p WHERE {scope.Coming(coming, "p")} AND {Refers("p")})");
        yield return SqlText.Of($"""
            WITH missing AS MATERIALIZED (SELECT a.ctid AS {table.Own("at")}, a.* FROM {table.Sql} AS a WHERE {referring}{back})
            UPDATE {table.Sql} AS m SET {table.Own("left")} = {reason} FROM missing AS a WHERE m.ctid = {table.Own("a", "at")} AND NOT EXISTS (SELECT FROM {parent.From} AS p WHERE {Refers("p")})
            """);
        if (coming is null) yield break;
        // A row that came since under the key of one that stays away is another row.
        var whole = scope.Whole;
        yield return SqlText.Of($"UPDATE {table.Sql} AS a SET {table.Own("left")} = {reason} WHERE {referring} AND EXISTS (SELECT FROM {coming.Sql} AS p WHERE {whole.On(coming, "p")} AND NOT ({scope.Coming(coming, "p")}) AND {Refers("p")})");

        SqlText Refers(string alias) => SqlText.Join(" AND ", reference.ParentColumns.Select((name, n) =>
        {
            var collate = reference.Collations[n] is { } collation ? SqlText.Raw($" COLLATE {collation}") : SqlText.Empty;
            return SqlText.Of($"{SqlText.Raw(alias)}.{SqlText.Name(name)}{collate} {SqlText.Raw(reference.Operators[n])} a.{column(n)}{collate}");
        }));
    }
}
