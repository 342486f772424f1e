using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>Merges in a batch, after its rows are gone: what a unique key of theirs held is free by then.</summary>
/// <remarks>
/// The image from before is that from before the whole batch: where the batch has moved a reference of the row, the image has
/// the old one, and the note of the move is dropped, so that one row is taken back by one note.
/// </remarks>
internal sealed class MergeBatchSql(ResolveGraph graph, RunArchive archive, MergeSql merge, MoveSql moves)
{
    private readonly TableShape root = graph.Root;
    private readonly ArchiveTable removed = archive.Removed(graph.Root.Name);
    private readonly IReadOnlyList<int> numbers = [.. Enumerable.Range(1, graph.Root.Id.Count)];

    private ArchiveTable? Moved => graph.Moves(root.Name) ? archive.Moved(root.Name) : null;

    /// <summary>One statement: the rows before it and after it go to the archive; it answers how many were changed and how many were to be.</summary>
    public SqlText Merge(int batch)
    {
        var merged = archive.Merged;
        var group = removed.Own("group");
        var keep = removed.Own("keep");
        var rank = removed.Own("rank");
        var targets = SqlText.Of($"{merged.Own("batch")}, {merged.Own("group")}, {merged.Own("after")}, {Physical(n => merged.Own($"id{n}"))}{root.ColumnList}");
        var forget = Moved is { } moved
            ? SqlText.Of($", forgotten AS (DELETE FROM {moved.Sql} AS o USING changing AS c WHERE {moved.Own("o", "batch")} = {batch} AND {NoteOf(moved, "o", n => KeptOf("c", n))})") : SqlText.Empty;
        return SqlText.Of($"""
            WITH kept AS MATERIALIZED (SELECT {Kept("l")}, min(l.{group}) AS {group}, row_number() OVER () AS {keep}
              FROM {removed.Sql} AS l WHERE l.{removed.Own("batch")} = {batch} GROUP BY {Kept("l")}),
            rows AS MATERIALIZED (SELECT k.{keep}, 1 AS {rank}, {Fields("t")} FROM kept AS k JOIN {root.From} AS t ON {root.IsRow("t", "k", removed.KeptName)}
              UNION ALL SELECT k.{keep}, l.{rank}, {GoneFields} FROM kept AS k JOIN {removed.Sql} AS l ON l.{removed.Own("batch")} = {batch} AND {SameKept}{Following(batch)}),
            {merge.Ctes},
            changing AS MATERIALIZED (SELECT m.*, k.{group}, {Kept("k")} FROM merged AS m JOIN kept AS k USING ({keep})),
            before AS (INSERT INTO {merged.Sql} ({targets}) SELECT {batch}, c.{group}, false, {Physical(n => KeptOf("c", n))}{Before}
              FROM changing AS c JOIN {root.From} AS t ON {root.IsRow("t", "c", removed.KeptName)}{JoinNote(batch)}),
            updated AS (UPDATE {root.From} AS t SET {SqlText.Join(", ", merge.Fields.Select(column => SqlText.Of($"{column.Sql} = c.{column.Sql}")))}
              FROM changing AS c WHERE {root.IsRow("t", "c", removed.KeptName)} RETURNING c.{group}, {Physical(n => KeptOf("c", n))}{root.ColumnsOf("t")}),
            after AS (INSERT INTO {merged.Sql} ({targets}) SELECT {batch}, u.{group}, true, {Physical(n => KeptOf("u", n))}{root.ColumnsOf("u")} FROM updated AS u){forget}
            SELECT (SELECT count(*) FROM updated), (SELECT count(*) FROM changing)
            """);
    }

    private SqlText SameKept => SqlText.Join(" AND ", numbers.Select(n => SqlText.Of($"{KeptOf("l", n)} = {KeptOf("k", n)}")));

    /// <summary>A reference that a row that went had is taken over as it would have moved.</summary>
    private SqlText GoneFields => SqlText.Join(", ", merge.Fields.Select(column =>
    {
        var moved = References.SelectMany((reference, f) => reference.ChildColumns.Select((name, n) => (name, f, n))).Where(move => move.name == column.Name)
            .Select(move => SqlText.Of($"WHEN p{move.f}.g IS NOT NULL THEN p{move.f}.n{move.n + 1}")).ToList();
        return moved.Count == 0 ? column.Of("l") : SqlText.Of($"CASE {SqlText.Join(" ", moved)} ELSE {column.Of("l")} END");
    }));

    private SqlText Before => Moved is not { } moved ? root.ColumnsOf("t") : SqlText.Join(", ", root.Columns.Select(column =>
        moved.Moved.ToList().IndexOf(column.Name) is >= 0 and var n
            ? SqlText.Of($"CASE WHEN {moved.Own("o", "batch")} IS NULL THEN {column.Of("t")} ELSE o.{moved.Own($"old{n + 1}")} END") : column.Of("t")));

    private List<Reference> References => [.. graph.MovesOf(root).Where(reference => reference.ChildColumns.Any(name => merge.Fields.Any(column => column.Name == name)))];

    private SqlText Following(int batch) => SqlText.Join("", References.Select((reference, f) => SqlText.Of($" LEFT JOIN ({moves.KeyPairs(reference, batch)}) AS p{f} ON {reference.Refers("l", $"p{f}", MoveSql.OldKey)}")));

    private SqlText JoinNote(int batch) => Moved is not { } moved ? SqlText.Empty
        : SqlText.Of($" LEFT JOIN {moved.Sql} AS o ON {moved.Own("o", "batch")} = {batch} AND {NoteOf(moved, "o", n => root.Column(root.Identity[n - 1]).Of("t"))}");

    private static SqlText NoteOf(ArchiveTable moved, string alias, Func<int, SqlText> id) =>
        SqlText.Join(" AND ", moved.Id.Select((_, n) => SqlText.Of($"{moved.Own(alias, $"id{n + 1}")} = {id(n + 1)}")));

    private SqlText KeptOf(string alias, int n) => SqlText.Of($"{SqlText.Raw(alias)}.{SqlText.Name(removed.KeptName(n))}");

    private SqlText Kept(string alias) => SqlText.Join(", ", numbers.Select(n => KeptOf(alias, n)));

    private SqlText Fields(string alias) => SqlText.Join(", ", merge.Fields.Select(column => column.Of(alias)));

    private SqlText Physical(Func<int, SqlText> part) => root.Physical ? SqlText.Of($"{SqlText.Join(", ", numbers.Select(part))}, ") : SqlText.Empty;
}
