using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>The one statement by which a batch changes rows.</summary>
/// <remarks>
/// Foreign keys and their actions are looked at when a statement ends: whatever refers to whatever, in chains and in cycles,
/// every reference has moved by then, and a cascade finds nothing. Inside the statement the rows of a table that go are gone
/// before its other rows are moved onto their keys (the update waits for the count of the delete).
/// </remarks>
internal sealed class ChangeSql(ResolveGraph graph, RunArchive archive, MoveSql moves)
{
    /// <summary>Changes and archives; it answers the rows removed, the rows that were to be, the rows moved, and the rows that were to be.</summary>
    public SqlText Change(int batch)
    {
        var steps = new List<SqlText>();
        foreach (var (table, n) in graph.Losing.Select((table, n) => (table, n))) steps.Add(Delete(table, n, batch));
        foreach (var (table, n) in graph.Moving.Select((table, n) => (table, n))) steps.AddRange(Move(table, n, batch));
        foreach (var (reference, n) in graph.Direct.Select((reference, n) => (reference, n))) steps.AddRange(MoveDirectly(reference, n, batch));
        var gone = Sum(graph.Losing.Select((_, n) => SqlText.Of($"(SELECT count(*) FROM gone{n})")));
        var toGo = Sum(graph.Losing.Select(table => SqlText.Of($"(SELECT count(*) FROM {archive.Removed(table.Name).Sql} WHERE {archive.Removed(table.Name).Own("batch")} = {batch})")));
        var moved = Sum(graph.Moving.Select((_, n) => SqlText.Of($"(SELECT count(*) FROM moved{n})")));
        var toMove = Sum(graph.Moving.Select(table => SqlText.Of($"(SELECT count(*) FROM {moves.Moves(table)})")));
        var direct = Sum(graph.Direct.Select((_, n) => SqlText.Of($"(SELECT count(*) FROM direct{n})")));
        return SqlText.Of($"WITH {SqlText.Join(",\n", steps)}\nSELECT {gone}, {toGo}, {moved}, {toMove}, {direct}, (SELECT count(*) FROM gone0)");
    }

    private static SqlText Sum(IEnumerable<SqlText> counts) => SqlText.Of($"({SqlText.Join(" + ", counts.Prepend(SqlText.Raw("0::bigint")))})");

    private SqlText Delete(TableShape table, int n, int batch)
    {
        var removed = archive.Removed(table.Name);
        return SqlText.Of($"gone{n} AS (DELETE FROM {table.From} AS t USING {removed.Sql} AS l WHERE l.{removed.Own("batch")} = {batch} AND {table.IsRow("t", "l", removed.IdName)} RETURNING 1)");
    }

    private IEnumerable<SqlText> Move(TableShape table, int n, int batch)
    {
        var moved = archive.Moved(table.Name);
        var set = SqlText.Join(", ", moved.Moved.Select(name => SqlText.Of($"{SqlText.Name(name)} = m.{SqlText.Name(name)}")));
        var wait = graph.Losing.Select((losing, at) => (losing, at)).Where(pair => pair.losing.Name == table.Name)
            .Select(pair => SqlText.Of($" AND (SELECT count(*) FROM gone{pair.at}) >= 0")).FirstOrDefault() ?? SqlText.Empty;
        var old = moved.Moved.Select((_, i) => SqlText.Of($"m.{MoveSql.Own(table, $"old{i + 1}")}"));
        yield return SqlText.Of($"""
            moved{n} AS (UPDATE {table.From} AS t SET {set} FROM {moves.Moves(table)} AS m WHERE {table.IsRow("t", "m", i => $"{table.Meta}id{i}")}{wait}
              RETURNING m.{MoveSql.Own(table, "group")}, {SqlText.Join(", ", moved.Id.Select((name, i) => SqlText.Of($"t.{SqlText.Name(name)} AS i{i + 1}")).Concat(old).Concat(moved.Moved.Select((name, i) => SqlText.Of($"t.{SqlText.Name(name)} AS c{i + 1}"))))})
            """);
        yield return SqlText.Of($"kept{n} AS (INSERT INTO {moved.Sql} ({Targets(moved)}) SELECT {batch}, * FROM moved{n})");
    }

    private IEnumerable<SqlText> MoveDirectly(Reference reference, int n, int batch)
    {
        var child = graph.Tables[reference.Child];
        var moved = archive.Moved(child.Name);
        var set = SqlText.Join(", ", reference.ChildColumns.Select((name, i) => SqlText.Of($"{SqlText.Name(name)} = p.n{i + 1}")));
        var values = moved.Id.Select((name, i) => SqlText.Of($"t.{SqlText.Name(name)} AS i{i + 1}"))
            .Concat(reference.ChildColumns.Select((_, i) => SqlText.Of($"p.o{i + 1}"))).Concat(reference.ChildColumns.Select((name, i) => SqlText.Of($"t.{SqlText.Name(name)} AS c{i + 1}")));
        yield return SqlText.Of($"""
            direct{n} AS (UPDATE {child.From} AS t SET {set} FROM ({moves.KeyPairs(reference, batch)}) AS p WHERE {reference.Refers("t", "p", MoveSql.OldKey)}
              RETURNING p.g, {SqlText.Join(", ", values)})
            """);
        yield return SqlText.Of($"noted{n} AS (INSERT INTO {moved.Sql} ({Targets(moved)}) SELECT {batch}, * FROM direct{n})");
    }

    private static SqlText Targets(ArchiveTable moved) => SqlText.Join(", ",
        new[] { moved.Own("batch"), moved.Own("group") }.Concat(moved.Id.Select((_, i) => moved.Own($"id{i + 1}")))
            .Concat(moved.Moved.Select((_, i) => moved.Own($"old{i + 1}"))).Concat(moved.Moved.Select((_, i) => moved.Own($"new{i + 1}"))));
}
