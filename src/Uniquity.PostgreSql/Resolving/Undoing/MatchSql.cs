using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Undoing;

/// <summary>Finds the living row of an archived change, where it still is as the run left it.</summary>
/// <remarks>
/// <c>at</c> is the archive's row, <c>w1…</c> the living one. Values are compared as they are stored (<c>*=</c>): NaN equals NaN, and
/// 1.0 is not 1.00. Rows of a table without a key are found by all their columns; of twins each is taken once.
/// </remarks>
internal static class MatchSql
{
    /// <summary>The pairs for moved references.</summary>
    public static SqlText Moved(ArchiveTable archive, TableShape table, Scope scope)
    {
        var ids = archive.Id.Select((_, n) => SqlText.Of($"a.{archive.Own($"id{n + 1}")}")).ToList();
        if (table.Physical) return Twins(archive, table, scope, ids, SqlText.Empty);
        var now = SqlText.Join(", ", archive.Moved.Select(name => SqlText.Of($"t.{SqlText.Name(name)}")));
        var then = SqlText.Join(", ", archive.Moved.Select((_, n) => SqlText.Of($"a.{archive.Own($"new{n + 1}")}")));
        return SqlText.Of($"SELECT a.ctid AS at, {Living(table)} FROM {archive.Sql} AS a JOIN {table.From} AS t ON {Known(archive, ids)} WHERE {scope.On(archive, "a")} AND ROW({now})::record *= ROW({then})::record");
    }

    /// <summary>The pairs for merged rows.</summary>
    public static SqlText Merged(ArchiveTable archive, TableShape table, Scope scope)
    {
        var after = SqlText.Of($" AND a.{archive.Own("after")}");
        var ids = archive.Id.Select(name => SqlText.Of($"a.{SqlText.Name(name)}")).ToList();
        return table.Physical
            ? Twins(archive, table, scope, ids, after)
            : SqlText.Of($"SELECT a.ctid AS at, {Living(table)} FROM {archive.Sql} AS a JOIN {table.From} AS t ON {Known(archive, ids)} WHERE {scope.On(archive, "a")}{after} AND ROW({archive.ColumnsOf("t")})::record *= ROW({archive.ColumnsOf("a")})::record");
    }

    /// <summary>A condition: an alias of the table is the living row of a pair.</summary>
    public static SqlText Is(TableShape table, string alias, string pair) => table.IsRow(alias, pair, n => $"w{n}");

    private static SqlText Living(TableShape table) => SqlText.Join(", ", table.Id.Select((part, n) => SqlText.Of($"t.{part} AS w{n + 1}")));

    private static SqlText Known(ArchiveTable archive, List<SqlText> ids) =>
        SqlText.Join(" AND ", archive.Id.Select((name, n) => SqlText.Of($"t.{SqlText.Name(name)} = {ids[n]}")));

    private static SqlText Twins(ArchiveTable archive, TableShape table, Scope scope, List<SqlText> ids, SqlText more)
    {
        var now = SqlText.Of($"ROW({archive.ColumnsOf("t")})");
        var then = SqlText.Of($"ROW({SqlText.Join(", ", ids)})");
        return SqlText.Of($"""
            SELECT a.at, {SqlText.Join(", ", table.Id.Select((_, n) => SqlText.Of($"t.w{n + 1}")))}
            FROM (SELECT a.ctid AS at, {then} AS image, {then}::text AS spelt, row_number() OVER (PARTITION BY {then}::text) AS twin FROM {archive.Sql} AS a WHERE {scope.On(archive, "a")}{more}) AS a
            JOIN (SELECT {Living(table)}, {now} AS image, {now}::text AS spelt, row_number() OVER (PARTITION BY {now}::text) AS twin FROM {table.From} AS t) AS t
              ON t.spelt = a.spelt AND t.twin = a.twin AND t.image *= a.image
            """);
    }
}
