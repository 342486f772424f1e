using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving.Planning;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>Finds the rows that moving would bring onto one key, and ranks them as groups of their own by the same policy.</summary>
/// <remarks>Keys are computed over rows as they will be; rows of the table that do not move are found by the index that they would break.</remarks>
internal sealed class CollisionSql(KeepPolicy keep, ResolveGraph graph, MoveSql moves)
{
    private const string Candidates = "temp.uq_collide";

    /// <summary>Ranks the rows that would have one key.</summary>
    public IEnumerable<string> Resolve(TableShape child, UniqueKey key)
    {
        var keys = Names.List(Names.Row("k", key.Parts.Count));
        yield return $"DROP TABLE IF EXISTS {Candidates}";
        yield return $"CREATE TABLE {Candidates} ({child.Defined()}, uq_g INTEGER, uq_o, {keys})";
        yield return $"INSERT INTO {Candidates} SELECT {Names.List(child.A)}, uq_g, uq_o, {key.Keys} FROM {Future(child)} WHERE {key.Where}";
        var compared = PolicySql.Compared(keep, child, child.From);
        yield return $"""
            INSERT INTO {Candidates} SELECT {child.AddressAs(child.From)}, NULL, {compared}, {key.Keys} FROM (SELECT DISTINCT {keys} FROM {Candidates}) AS uq_d CROSS JOIN {child.From} ON {key.IsKeyOf("uq_d")}
            WHERE {key.Where} AND NOT EXISTS (SELECT 1 FROM {child.Moves} AS uq_m WHERE {child.Is(child.From, "uq_m")}) AND {moves.Stays(child, child.From)}
            """;
    }

    /// <summary>Adds the rows that go to those that went before.</summary>
    public string Remove(TableShape child, UniqueKey key)
    {
        var order = PolicySql.Order(keep, child, "uq_o", child.A);
        var stays = child.A.Select((name, n) => $"first_value({name}) OVER uq_w AS {Names.Nth("s", n + 1)}");
        return $"""
            INSERT INTO {child.Gone} SELECT DISTINCT {Names.List(child.A)}, {Names.List(child.S)}, uq_g, uq_rank, NULL FROM (
              SELECT {Names.List(child.A)}, {Names.List(stays)}, min(uq_g) OVER (PARTITION BY {key.Compared}) AS uq_g, row_number() OVER uq_w AS uq_rank
              FROM {Candidates} WINDOW uq_w AS (PARTITION BY {key.Compared} ORDER BY {order})) WHERE uq_rank > 1
            """;
    }

    /// <summary>What goes is not moved.</summary>
    public static string DropRemoved(TableShape child) => $"DELETE FROM {child.Moves} AS uq_m WHERE EXISTS (SELECT 1 FROM {child.Gone} AS uq_x WHERE {child.SameRow("uq_m", "uq_x")})";

    /// <summary>A row that was to stay for another and goes now itself passes on what it stayed for.</summary>
    public static string PassOn(TableShape table)
    {
        var set = table.S.Select(name => $"{name} = uq_y.{name}");
        return $"UPDATE {table.Gone} AS uq_x SET {Names.List(set)} FROM {table.Gone} AS uq_y WHERE {table.SameRow("uq_x", "uq_y", "s", "a")}";
    }

    /// <summary>The rows that move, as they will be, under the table's own name.</summary>
    private string Future(TableShape child)
    {
        var moved = graph.MovedColumns(child);
        var columns = child.Columns.Select(column => MoveSql.IndexOf(moved, column.Name) is > 0 and var n
            ? $"uq_m.{Names.Nth("n", n)} AS {SqliteName.Quote(column.Name)}" : $"uq_c.{SqliteName.Quote(column.Name)} AS {SqliteName.Quote(column.Name)}");
        return $"""
            (SELECT {Names.Of("uq_m", child.A)}, uq_m.uq_g, {PolicySql.Compared(keep, child, "uq_c")} AS uq_o, {Names.List(columns)}
             FROM {child.Moves} AS uq_m CROSS JOIN {child.From} AS uq_c ON {child.Is("uq_c", "uq_m")}) AS {SqliteName.Quote(child.Name.Name)}
            """;
    }
}
