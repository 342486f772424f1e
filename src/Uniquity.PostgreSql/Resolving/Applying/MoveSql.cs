using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>Finds the references that must move when rows go.</summary>
/// <remarks>
/// A table of moves (temporary, emptied at every commit) holds the rows of one table that refer to rows that go: where each is
/// now, its references as they are, and the whole row as it will be.
/// </remarks>
internal sealed class MoveSql(ResolveGraph graph, RunArchive archive)
{
    /// <summary>The table of moves of a table.</summary>
    public SqlText Moves(TableShape table) => SqlText.Name(new Uniquity.Indexes.TableName("pg_temp", Name(table)));

    /// <summary>Makes the table of moves.</summary>
    public SqlText Make(TableShape table)
    {
        var ids = table.Id.Select((part, n) => SqlText.Of($"t.{part} AS {Own(table, $"id{n + 1}")}"));
        var old = graph.MovedColumns(table).Select((name, n) => SqlText.Of($"t.{SqlText.Name(name)} AS {Own(table, $"old{n + 1}")}"));
        return SqlText.Of($"""
            CREATE TEMP TABLE IF NOT EXISTS {SqlText.Name(Name(table))} ON COMMIT DELETE ROWS AS
            SELECT NULL::bigint AS {Own(table, "group")}, {SqlText.Join(", ", ids.Concat(old))}, {table.ColumnsOf("t")} FROM {table.From} AS t WITH NO DATA
            """);
    }

    /// <summary>Empties the table of moves.</summary>
    public SqlText Clear(TableShape table) => SqlText.Of($"DELETE FROM {Moves(table)}");

    /// <summary>Fills it with the rows that refer to rows that go, and locks them.</summary>
    public SqlText Fill(TableShape child, int batch)
    {
        var references = graph.MovesOf(child).ToList();
        var moved = graph.MovedColumns(child);
        var removed = graph.Loses(child.Name) ? SqlText.Of($"WHERE {IsNotRemoved(child, "c", child.Id, batch)}") : SqlText.Empty;
        var pairs = references.Select((reference, f) => SqlText.Of($"p{f} AS MATERIALIZED ({KeyPairs(reference, batch)})"));
        var hits = references.Select((reference, f) => SqlText.Of(
            $"SELECT {SqlText.Join(", ", child.Id.Select((part, n) => SqlText.Of($"c.{part} AS h{n + 1}")))} FROM {child.From} AS c JOIN p{f} AS p ON {reference.Refers("c", "p", OldKey)}"));
        var joins = references.Select((reference, f) => SqlText.Of($" LEFT JOIN p{f} ON {reference.Refers("c", $"p{f}", OldKey)}"));
        var targets = child.Id.Select((_, n) => Own(child, $"id{n + 1}")).Concat(moved.Select((_, n) => Own(child, $"old{n + 1}")));
        return SqlText.Of($"""
            WITH {SqlText.Join(", ", pairs)}
            INSERT INTO {Moves(child)} ({Own(child, "group")}, {SqlText.Join(", ", targets)}, {child.ColumnList})
            SELECT coalesce({SqlText.Join(", ", references.Select((_, f) => SqlText.Of($"p{f}.g")))}), {child.IdOf("c")}, {SqlText.Join(", ", moved.Select(name => child.Column(name).Of("c")))},
              {SqlText.Join(", ", child.Columns.Select(column => NewValue(references, column)))}
            FROM (SELECT DISTINCT * FROM ({SqlText.Join(" UNION ALL ", hits)}) AS every) AS hit JOIN {child.From} AS c ON {child.IsRow("c", "hit", n => $"h{n}")}{SqlText.Join("", joins)}
            {removed}
            FOR UPDATE OF c
            """);
    }

    /// <summary>The keys that references of one kind leave, and those that they go to: <c>g</c> the group, <c>o1…</c>, <c>n1…</c>.</summary>
    public SqlText KeyPairs(Reference reference, int batch)
    {
        var parent = graph.Tables[reference.Parent];
        var sources = new List<SqlText>();
        if (graph.Loses(parent.Name)) sources.Add(FromRemoved(reference, parent, batch));
        var moved = graph.MovedColumns(parent);
        if (graph.Moves(parent.Name) && reference.ParentColumns.Any(moved.Contains))
        {
            var old = reference.ParentColumns.Select((name, n) => SqlText.Of($"m.{(moved.Contains(name) ? Own(parent, $"old{IndexOf(moved, name)}") : SqlText.Name(name))} AS o{n + 1}"));
            sources.Add(SqlText.Of($"SELECT m.{Own(parent, "group")} AS g, {SqlText.Join(", ", old)}, {New(reference, name => SqlText.Of($"m.{SqlText.Name(name)}"))} FROM {Moves(parent)} AS m"));
        }

        return SqlText.Join(" UNION ALL ", sources);
    }

    /// <summary>Counts rows that would move onto a key that a row that goes is referred to by.</summary>
    public SqlText CountTradedKeys(TableShape table, Reference reference, int batch)
    {
        var removed = archive.Removed(table.Name);
        var same = SqlText.Join(" AND ", reference.ParentColumns.Select(name => SqlText.Of($"m.{SqlText.Name(name)} = l.{SqlText.Name(name)}")));
        return SqlText.Of($"SELECT count(*) FROM {removed.Sql} AS l JOIN {Moves(table)} AS m ON {same} WHERE l.{removed.Own("batch")} = {batch}");
    }

    /// <summary>A condition: a row, told by these parts of an alias, is not among those that go in this batch.</summary>
    public SqlText IsNotRemoved(TableShape table, string alias, IReadOnlyList<SqlText> id, int batch)
    {
        var removed = archive.Removed(table.Name);
        var same = SqlText.Join(" AND ", id.Select((part, n) => SqlText.Of($"gone.{SqlText.Name(removed.IdName(n + 1))} = {SqlText.Raw(alias)}.{part}")));
        return SqlText.Of($"NOT EXISTS (SELECT FROM {removed.Sql} AS gone WHERE gone.{removed.Own("batch")} = {batch} AND {same})");
    }

    /// <summary>One of the own columns of a table of moves.</summary>
    public static SqlText Own(TableShape table, string name) => SqlText.Name(table.Meta + name);

    /// <summary>The name of the n-th column of a key that is left, from 0.</summary>
    public static string OldKey(int n) => $"o{n + 1}";

    private string Name(TableShape table) => $"{archive.Run}_moves_{table.Oid}";

    private static int IndexOf(IReadOnlyList<string> names, string name) => names.ToList().IndexOf(name) + 1;

    private static SqlText New(Reference reference, Func<string, SqlText> value) =>
        SqlText.Join(", ", reference.ParentColumns.Select((name, n) => SqlText.Of($"{value(name)} AS n{n + 1}")));

    private SqlText FromRemoved(Reference reference, TableShape parent, int batch)
    {
        var removed = archive.Removed(parent.Name);
        var old = SqlText.Join(", ", reference.ParentColumns.Select((name, n) => SqlText.Of($"l.{SqlText.Name(name)} AS o{n + 1}")));
        var moved = graph.Moves(parent.Name) ? graph.MovedColumns(parent) : [];
        var keptMoves = reference.ParentColumns.Any(moved.Contains);
        var join = keptMoves
            ? SqlText.Of($" LEFT JOIN {Moves(parent)} AS m ON {SqlText.Join(" AND ", parent.Id.Select((_, n) => SqlText.Of($"m.{Own(parent, $"id{n + 1}")} = l.{SqlText.Name(removed.KeptName(n + 1))}")))}")
            : SqlText.Empty;
        if (!keptMoves && !parent.Physical && reference.ParentColumns.All(parent.Identity.Contains))
        {
            // The archive knows the kept row by this very key, and the row is locked.
            var known = New(reference, name => SqlText.Of($"l.{SqlText.Name(removed.KeptName(IndexOf(parent.Identity, name)))}"));
            return SqlText.Of($"SELECT l.{removed.Own("group")} AS g, {old}, {known} FROM {removed.Sql} AS l WHERE l.{removed.Own("batch")} = {batch} AND l.{SqlText.Name(removed.KeptName(1))} IS NOT NULL");
        }

        var kept = New(reference, name => keptMoves
            ? SqlText.Of($"CASE WHEN m.{Own(parent, "group")} IS NULL THEN k.{SqlText.Name(name)} ELSE m.{SqlText.Name(name)} END")
            : SqlText.Of($"k.{SqlText.Name(name)}"));
        return SqlText.Of($"""
            SELECT l.{removed.Own("group")} AS g, {old}, {kept}
            FROM {removed.Sql} AS l JOIN {parent.From} AS k ON {parent.IsRow("k", "l", removed.KeptName)}{join} WHERE l.{removed.Own("batch")} = {batch}
            """);
    }

    private static SqlText NewValue(List<Reference> references, TableColumn column)
    {
        var moves = references.SelectMany((reference, f) => reference.ChildColumns.Select((name, n) => (name, f, n))).Where(move => move.name == column.Name)
            .Select(move => SqlText.Of($"WHEN p{move.f}.g IS NOT NULL THEN p{move.f}.n{move.n + 1}")).ToList();
        return moves.Count == 0 ? column.Of("c") : SqlText.Of($"CASE {SqlText.Join(" ", moves)} ELSE {column.Of("c")} END");
    }
}
