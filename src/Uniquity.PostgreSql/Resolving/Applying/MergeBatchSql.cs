using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>Merges in a batch, after its rows are gone: what a unique key of theirs held is free by then.</summary>
internal static class MergeBatchSql
{
    /// <summary>One statement: the rows before it and after it go to the archive; it answers how many were changed and how many were to be.</summary>
    public static SqlText Merge(TableShape root, RunArchive archive, MergeSql merge, int batch)
    {
        var removed = archive.Removed(root.Name);
        var merged = archive.Merged;
        var numbers = Enumerable.Range(1, root.Id.Count).ToList();
        var group = removed.Own("group");
        var keep = removed.Own("keep");
        var rank = removed.Own("rank");
        var targets = SqlText.Of($"{merged.Own("batch")}, {merged.Own("group")}, {merged.Own("after")}, {Physical(n => merged.Own($"id{n}"))}{root.ColumnList}");
        return SqlText.Of($"""
            WITH kept AS MATERIALIZED (SELECT {Kept("l")}, min(l.{group}) AS {group}, row_number() OVER () AS {keep}
              FROM {removed.Sql} AS l WHERE l.{removed.Own("batch")} = {batch} GROUP BY {Kept("l")}),
            rows AS MATERIALIZED (SELECT k.{keep}, 1 AS {rank}, {Fields("t")} FROM kept AS k JOIN {root.From} AS t ON {root.IsRow("t", "k", removed.KeptName)}
              UNION ALL SELECT k.{keep}, l.{rank}, {Fields("l")} FROM kept AS k JOIN {removed.Sql} AS l ON l.{removed.Own("batch")} = {batch} AND {SameKeptOf(removed, root.Id.Count)}),
            {merge.Ctes},
            changing AS MATERIALIZED (SELECT m.*, k.{group}, {Kept("k")} FROM merged AS m JOIN kept AS k USING ({keep})),
            before AS (INSERT INTO {merged.Sql} ({targets}) SELECT {batch}, c.{group}, false, {Physical(n => KeptOf("c", n))}{root.ColumnsOf("t")}
              FROM changing AS c JOIN {root.From} AS t ON {root.IsRow("t", "c", removed.KeptName)}),
            updated AS (UPDATE {root.From} AS t SET {SqlText.Join(", ", merge.Fields.Select(field => SqlText.Of($"{field.Sql} = c.{field.Sql}")))}
              FROM changing AS c WHERE {root.IsRow("t", "c", removed.KeptName)} RETURNING c.{group}, {Physical(n => KeptOf("c", n))}{root.ColumnsOf("t")}),
            after AS (INSERT INTO {merged.Sql} ({targets}) SELECT {batch}, u.{group}, true, {Physical(n => KeptOf("u", n))}{root.ColumnsOf("u")} FROM updated AS u)
            SELECT (SELECT count(*) FROM updated), (SELECT count(*) FROM changing)
            """);

        SqlText KeptOf(string alias, int n) => SqlText.Of($"{SqlText.Raw(alias)}.{SqlText.Name(removed.KeptName(n))}");
        SqlText Kept(string alias) => SqlText.Join(", ", numbers.Select(n => KeptOf(alias, n)));
        SqlText Fields(string alias) => SqlText.Join(", ", merge.Fields.Select(field => field.Of(alias)));
        SqlText Physical(Func<int, SqlText> part) => root.Physical ? SqlText.Of($"{SqlText.Join(", ", numbers.Select(part))}, ") : SqlText.Empty;
    }

    private static SqlText SameKeptOf(ArchiveTable removed, int count) =>
        SqlText.Join(" AND ", Enumerable.Range(1, count).Select(n => SqlText.Of($"l.{SqlText.Name(removed.KeptName(n))} = k.{SqlText.Name(removed.KeptName(n))}")));
}
