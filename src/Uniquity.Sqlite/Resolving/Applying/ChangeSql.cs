using Uniquity.Sqlite.Resolving.Archiving;
using Uniquity.Sqlite.Resolving.Planning;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>Archives and changes what a solver has worked out.</summary>
internal sealed class ChangeSql(ResolveContext context, RunArchive archive)
{
    /// <summary>Archives the rows of a table that go.</summary>
    public SqlText ArchiveRemoved(TableShape table, long batch)
    {
        var into = archive.Removed(table.Name);
        var rowid = into.Volatile ? $"uq_c.{table.Table.Rowid}, " : string.Empty;
        var kept = table.S.Count == 1 ? "uq_x.uq_s1" : $"json_array({Names.Of("uq_x", table.S)})";
        var orphans = context.Graph.Own.Where(reference => reference.Child == table.Name)
            .Select(reference => $"({string.Join(" AND ", reference.ChildColumns.Select(column => $"uq_c.{SqliteName.Quote(column)} IS NOT NULL"))} AND NOT EXISTS (SELECT 1 FROM {Names.Table(reference.Parent.Name)} AS uq_p WHERE {reference.Refers("uq_c", "uq_p")}))").ToList();
        return SqlText.Of($"""
            INSERT INTO {into.Sql} SELECT {batch}, uq_x.uq_g, NULL, {rowid}uq_x.uq_rank, uq_x.uq_key, {kept}, {(orphans.Count == 0 ? "NULL" : $"CASE WHEN {string.Join(" OR ", orphans)} THEN 1 END")}, {table.ColumnsOf("uq_c")}
            FROM {table.Gone} AS uq_x CROSS JOIN {table.From} AS uq_c ON {table.Is("uq_c", "uq_x")}
            """);
    }

    /// <summary>Deletes them.</summary>
    public static string Delete(TableShape table) => $"DELETE FROM {table.From} WHERE {In(table, table.Gone)}";

    /// <summary>Moves references.</summary>
    public string Move(TableShape table)
    {
        var columns = context.Graph.MovedColumns(table);
        var values = $"SELECT {Names.Of("uq_m", Names.Row("n", columns.Count))} FROM {table.Moves} AS uq_m WHERE {table.Is(table.From, "uq_m")}";
        return $"UPDATE {table.From} SET ({Names.List(columns.Select(SqliteName.Quote))}) = ({values}) WHERE {In(table, table.Moves)}";
    }

    /// <summary>Archives moved references, as they were and as they are; a row that is not what it was changed to is not found, and missed.</summary>
    public SqlText ArchiveMoved(TableShape table, long batch)
    {
        var into = archive.Moved(table.Name)!;
        var columns = context.Graph.MovedColumns(table);
        var rowid = into.Volatile ? $", uq_c.{table.Table.Rowid}" : string.Empty;
        var pairs = string.Join(", ", columns.Select((name, n) => $"uq_m.{Names.Nth("o", n + 1)}, uq_c.{SqliteName.Quote(name)}"));
        var known = into.Whole ? table.ColumnsOf("uq_c") : Names.Of("uq_c", into.Id.Select(SqliteName.Quote));

        // Where a reference is part of the address, the row has a new one now.
        var at = table.Address.Select((part, n) => (part, moved: table.Volatile ? 0 : MoveSql.IndexOf(columns, table.AddressColumns[n]), n))
            .Select(p => $"uq_c.{p.part} = uq_m.{(p.moved > 0 ? Names.Nth("n", p.moved) : Names.Nth("a", p.n + 1))}");
        var there = columns.Select((name, n) => $"uq_c.{SqliteName.Quote(name)} IS uq_m.{Names.Nth("n", n + 1)}");
        return SqlText.Of($"""
            INSERT INTO {into.Sql} SELECT {batch}, uq_m.uq_g, NULL{rowid}, {pairs}, {known}
            FROM {table.Moves} AS uq_m CROSS JOIN {table.From} AS uq_c ON {string.Join(" AND ", at.Concat(there))}
            """);
    }

    /// <summary>Moves that would leave a reference without a value: the row that stays has none in the column referred to.</summary>
    public static string CountLost(TableShape table, int columns) =>
        $"SELECT count(*) FROM {table.Moves} WHERE {string.Join(" OR ", Enumerable.Range(1, columns).Select(n => $"({Names.Nth("n", n)} IS NULL AND {Names.Nth("o", n)} IS NOT NULL)"))}";

    /// <summary>Archives the rows that stay and change, before (0) and after (1).</summary>
    public SqlText ArchiveMerged(long batch, long after)
    {
        var table = context.Graph.Root;
        var into = archive.Merged;
        var rowid = into.Volatile ? $"uq_c.{table.Table.Rowid}, " : string.Empty;
        return SqlText.Of($"""
            INSERT INTO {into.Sql} SELECT {batch}, uq_m.uq_g, NULL, {rowid}row_number() OVER (ORDER BY {Names.Of("uq_m", table.A)}), {after}, {table.ColumnsOf("uq_c")}
            FROM {MergeSql.Merged} AS uq_m CROSS JOIN {table.From} AS uq_c ON {table.Is("uq_c", "uq_m")}
            """);
    }

    /// <summary>Gives the rows that stay their new values.</summary>
    public string Merge
    {
        get
        {
            var table = context.Graph.Root;
            var fields = context.Merge.Fields;
            var values = $"SELECT {Names.Of("uq_m", Names.Row("v", fields.Count))} FROM {MergeSql.Merged} AS uq_m WHERE {table.Is(table.From, "uq_m")}";
            return $"UPDATE {table.From} SET ({Names.List(fields.Select(SqliteName.Quote))}) = ({values}) WHERE {In(table, MergeSql.Merged)}";
        }
    }

    private static string In(TableShape table, string own) => table.Address.Count == 1
        ? $"{table.Address[0]} IN (SELECT uq_a1 FROM {own})"
        : $"({Names.List(table.Address)}) IN (SELECT {Names.List(table.A)} FROM {own})";
}
