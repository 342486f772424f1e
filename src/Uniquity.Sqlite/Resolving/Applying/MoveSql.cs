using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>Finds the references that follow a row that goes, or a key that changes, in tables of the session's own.</summary>
/// <param name="graph">The tables.</param>
internal sealed class MoveSql(ResolveGraph graph)
{
    /// <summary>Makes the tables of rows that go and of rows that move.</summary>
    public IEnumerable<string> Make()
    {
        foreach (var table in graph.Losing)
        {
            yield return $"DROP TABLE IF EXISTS {table.Gone}";
            yield return $"CREATE TABLE {table.Gone} ({table.Defined()}, {table.Defined("s")}, uq_g INTEGER, uq_rank INTEGER, uq_key, PRIMARY KEY ({Names.List(table.A)})) WITHOUT ROWID";
        }

        foreach (var table in graph.Moving)
        {
            var columns = graph.MovedColumns(table);

            // The new values take the form that the column will give them: 1 in a column of texts is '1'.
            var future = columns.Select((name, n) => $"{Names.Nth("n", n + 1)} {TableShape.TypeOf(table.Column(name))}");
            yield return $"DROP TABLE IF EXISTS {table.Moves}";
            yield return $"CREATE TABLE {table.Moves} ({table.Defined()}, uq_g INTEGER, {Names.List(Names.Row("o", columns.Count))}, {Names.List(future)}, PRIMARY KEY ({Names.List(table.A)})) WITHOUT ROWID";
            foreach (var reference in graph.MovesOf(table))
            {
                yield return $"DROP TABLE IF EXISTS {Hits(reference)}";
                yield return $"CREATE TABLE {Hits(reference)} ({table.Defined()}, uq_g INTEGER, {Names.List(Names.Row("v", reference.ChildColumns.Count))}, PRIMARY KEY ({Names.List(table.A)})) WITHOUT ROWID";
            }
        }
    }

    /// <summary>Empties what a batch before has left.</summary>
    public IEnumerable<string> Clear() => graph.Losing.Select(table => $"DELETE FROM {table.Gone}").Concat(graph.Moving.Select(table => $"DELETE FROM {table.Moves}"));

    /// <summary>Finds the rows of a table that move, with their new references.</summary>
    public IEnumerable<string> Fill(TableShape child)
    {
        var columns = graph.MovedColumns(child);
        var references = graph.MovesOf(child).ToList();
        foreach (var reference in references)
        {
            yield return $"DELETE FROM {Hits(reference)}";
            foreach (var hit in Hit(reference, child)) yield return hit;
        }

        var now = Names.Of("uq_c", columns.Select(SqliteName.Quote));
        foreach (var reference in references)
        {
            yield return $"INSERT OR IGNORE INTO {child.Moves} SELECT {Names.Of("uq_h", child.A)}, uq_h.uq_g, {now}, {now} FROM {Hits(reference)} AS uq_h CROSS JOIN {child.From} AS uq_c ON {child.Is("uq_c", "uq_h")}";
            var set = reference.ChildColumns.Select((name, n) => $"{Names.Nth("n", IndexOf(columns, name))} = uq_h.{Names.Nth("v", n + 1)}");
            yield return $"UPDATE {child.Moves} AS uq_m SET {Names.List(set)} FROM {Hits(reference)} AS uq_h WHERE {child.SameRow("uq_m", "uq_h")}";
        }
    }

    /// <summary>The place of a moved column among all of its table, from 1.</summary>
    public static int IndexOf(IReadOnlyList<string> columns, string name) => columns.ToList().IndexOf(name) + 1;

    /// <summary>A condition: a row of a table does not go.</summary>
    public string Stays(TableShape table, string alias) =>
        graph.Loses(table.Name) ? $"NOT EXISTS (SELECT 1 FROM {table.Gone} AS uq_x WHERE {table.Is(alias, "uq_x")})" : "1";

    /// <summary>The rows of a child that refer to rows that go, as a FROM clause with the aliases <c>uq_g</c> (the row that goes), <c>uq_p</c> (its parent's row) and <c>uq_c</c>.</summary>
    public string Referring(Reference reference)
    {
        var parent = graph.Tables[reference.Parent];
        var child = graph.Tables[reference.Child];

        // Without an index on the child one scan of it is cheaper than one for each row that goes.
        return reference.Indexed
            ? $"{parent.Gone} AS uq_g CROSS JOIN {parent.From} AS uq_p ON {parent.Is("uq_p", "uq_g")} CROSS JOIN {child.From} AS uq_c ON {reference.Refers("uq_c", "uq_p")}"
            : $"{child.From} AS uq_c CROSS JOIN {parent.From} AS uq_p ON {reference.Refers("uq_c", "uq_p")} CROSS JOIN {parent.Gone} AS uq_g ON {parent.Is("uq_p", "uq_g")}";
    }

    private static string Hits(Reference reference) => $"temp.{SqliteName.Always($"uq_hit {reference.Name} {reference.Parent.Name}")}";

    private IEnumerable<string> Hit(Reference reference, TableShape child)
    {
        var parent = graph.Tables[reference.Parent];
        var moved = graph.MovedColumns(parent);
        var keyMoves = graph.Moves(parent.Name) && reference.ParentColumns.Any(moved.Contains);
        var into = $"INSERT OR IGNORE INTO {Hits(reference)} SELECT {child.AddressAs("uq_c")}";
        if (graph.Loses(parent.Name))
        {
            var future = keyMoves ? $" LEFT JOIN {parent.Moves} AS uq_m ON {parent.SameRow("uq_m", "uq_g", "a", "s")}" : string.Empty;
            var values = reference.ParentColumns.Select(name => keyMoves && moved.Contains(name)
                ? $"CASE WHEN uq_m.uq_a1 IS NULL THEN uq_k.{SqliteName.Quote(name)} ELSE uq_m.{Names.Nth("n", IndexOf(moved, name))} END" : $"uq_k.{SqliteName.Quote(name)}").ToList();
            yield return $"""
                {into}, uq_g.uq_g, {Names.List(values)} FROM {Referring(reference)} CROSS JOIN {parent.From} AS uq_k ON {parent.Is("uq_k", "uq_g", "s")}{future}
                WHERE {Stays(child, "uq_c")} AND {Differs(reference, values)} AND {NoOther(reference, parent)}
                """;
        }

        if (!keyMoves) yield break;
        var changed = reference.ParentColumns.Select(name => moved.Contains(name) ? $"uq_m.{Names.Nth("n", IndexOf(moved, name))}" : $"uq_p.{SqliteName.Quote(name)}").ToList();
        yield return $"""
            {into}, uq_m.uq_g, {Names.List(changed)} FROM {parent.Moves} AS uq_m CROSS JOIN {parent.From} AS uq_p ON {parent.Is("uq_p", "uq_m")} CROSS JOIN {child.From} AS uq_c ON {reference.Refers("uq_c", "uq_p")}
            WHERE {Stays(child, "uq_c")} AND {Differs(reference, changed)}
            """;
    }

    private static string Differs(Reference reference, List<string> values) =>
        $"({string.Join(" OR ", reference.ChildColumns.Select((column, n) => $"{values[n]} IS NOT uq_c.{SqliteName.Quote(column)}"))})";

    /// <summary>Where the parent's columns are not unique, a child whose key another row keeps has not lost its parent.</summary>
    private string NoOther(Reference reference, TableShape parent) => reference.ParentUnique
        ? "1"
        : $"NOT EXISTS (SELECT 1 FROM {parent.From} AS uq_y WHERE {reference.Refers("uq_c", "uq_y")} AND {Stays(parent, "uq_y")})";
}
