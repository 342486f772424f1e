using System.Globalization;
using Uniquity.Sqlite.Resolving.Archiving;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Undoing;

/// <summary>Brings rows back from a table of an archive; what is back leaves the archive in the same transaction.</summary>
internal sealed class RestoreSql(Scope scope)
{
    /// <summary>Brings its rows back, or one of them.</summary>
    public string Restore(ArchiveTable table, TableShape shape, long? row) => table.Kind switch
    {
        ArchiveKind.Removed => Insert(table, shape, row),
        ArchiveKind.Moved => MoveBack(table, shape, row),
        _ => Unmerge(table, shape, row),
    };

    /// <summary>How many rows are to come back.</summary>
    public string Count(ArchiveTable table) => $"SELECT count(*) FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")}";

    /// <summary>The archive's rows that are to come back.</summary>
    public string Rows(ArchiveTable table) => $"SELECT a.rowid FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")} ORDER BY 1";

    /// <summary>Takes what is back out of the archive.</summary>
    public IEnumerable<string> Forget(ArchiveTable table)
    {
        if (table.Kind == ArchiveKind.Merged)
            yield return $"DELETE FROM {table.Sql} AS b WHERE {scope.On(table, "b")} AND b.{table.Own("after")} = 0 AND EXISTS (SELECT 1 FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")} AND {Pair(table)})";
        yield return $"DELETE FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")}";
    }

    private static string One(long? row, string alias) => row is { } one ? string.Create(CultureInfo.InvariantCulture, $" AND {alias}.rowid = {one}") : string.Empty;

    private static string Pair(ArchiveTable table) =>
        $"b.{table.Own("batch")} = a.{table.Own("batch")} AND b.{table.Own("group")} = a.{table.Own("group")} AND b.{table.Own("pair")} = a.{table.Own("pair")}";

    private string Insert(ArchiveTable table, TableShape shape, long? row)
    {
        var columns = shape.Columns.Where(column => !column.Generated && table.Columns.Contains(column.Name)).Select(column => SqliteName.Quote(column.Name)).ToList();
        var into = Names.List(table.Volatile ? columns.Prepend(shape.Table.Rowid!) : columns);
        var values = columns.Select(column => $"a.{column}");

        // A rowid that is no column may be another row's after VACUUM: then any free one does, as nothing can refer to it.
        if (table.Volatile) values = values.Prepend($"CASE WHEN EXISTS (SELECT 1 FROM {shape.From} AS t WHERE t.{shape.Table.Rowid} = a.{table.Own("rowid")}) THEN NULL ELSE a.{table.Own("rowid")} END");
        return $"INSERT INTO {shape.From} ({into}) SELECT {Names.List(values)} FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")}{One(row, "a")}";
    }

    private string MoveBack(ArchiveTable table, TableShape shape, long? row)
    {
        var old = Names.List(table.Changed.Select((_, n) => $"a.{table.Own("old", n + 1)}"));
        return Update(table, shape, row, $"SELECT {old} FROM {MarkSql.Living(table)} AS uq_b CROSS JOIN {table.Sql} AS a ON a.rowid = uq_b.uq_r WHERE {shape.Is(shape.From, "uq_b")}");
    }

    /// <summary>Gives merged rows their values from before.</summary>
    private string Unmerge(ArchiveTable table, TableShape shape, long? row)
    {
        var before = Names.List(table.Changed.Select(name => $"b.{SqliteName.Quote(name)}"));
        return Update(table, shape, row, $"""
            SELECT {before} FROM {MarkSql.Living(table)} AS uq_b CROSS JOIN {table.Sql} AS a ON a.rowid = uq_b.uq_r CROSS JOIN {table.Sql} AS b ON {Pair(table)} AND b.{table.Own("after")} = 0 WHERE {shape.Is(shape.From, "uq_b")}
            """);
    }

    private string Update(ArchiveTable table, TableShape shape, long? row, string values)
    {
        var living = $"SELECT {Names.Of("uq_b", shape.A)} FROM {MarkSql.Living(table)} AS uq_b CROSS JOIN {table.Sql} AS a ON a.rowid = uq_b.uq_r WHERE {scope.Coming(table, "a")}{One(row, "a")}";
        var address = shape.Address.Count == 1 ? shape.Address[0] : $"({Names.List(shape.Address)})";
        return $"UPDATE {shape.From} SET ({Names.List(table.Changed.Select(SqliteName.Quote))}) = ({values}) WHERE {address} IN ({living})";
    }
}
