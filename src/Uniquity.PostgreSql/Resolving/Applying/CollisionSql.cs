using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>Finds the rows that moving would bring onto one key, and resolves them as groups of their own by the same policy.</summary>
/// <remarks>Keys are computed over rows as they will be; rows of the table that do not move are found by the index that they would break.</remarks>
internal sealed class CollisionSql(KeepPolicy keep, ResolveGraph graph, RunArchive archive, MoveSql moves)
{
    /// <summary>Locks the rows that a moved row would collide with.</summary>
    public SqlText Lock(TableShape child, UniqueKey key) => SqlText.Of($"""
        SELECT count(*) FROM (SELECT 1 FROM {Present(child, key)} AS e WHERE EXISTS (SELECT FROM {Future(child, key)} AS m WHERE {key.Same("e", "m", child.Meta)}) FOR UPDATE OF e) AS locked
        """);

    /// <summary>Ranks the rows that would have one key, and archives those that go.</summary>
    public SqlText Resolve(TableShape child, UniqueKey key, int batch)
    {
        var removed = archive.Removed(child.Name);
        var names = SqlText.Join(", ", key.KeyNames(child.Meta).Select(SqlText.Name));
        var ids = Ids(child).Select(id => SqlText.Of($"x.{id}")).ToList();
        var kept = SqlText.Join(", ", ids.Select((id, n) => SqlText.Of($"first_value({id}) OVER ranked AS {SqlText.Name(removed.KeptName(n + 1))}")));
        var keptNames = SqlText.Join(", ", ids.Select((_, n) => SqlText.Name(removed.KeptName(n + 1))));
        var keptValues = SqlText.Join(", ", ids.Select((_, n) => SqlText.Of($"r.{SqlText.Name(removed.KeptName(n + 1))}")));
        var physical = child.Physical ? SqlText.Of($"{SqlText.Join(", ", child.Id.Select((_, n) => removed.Own($"id{n + 1}")))}, ") : SqlText.Empty;
        var physicalValues = child.Physical ? SqlText.Of($"{child.IdOf("c")}, ") : SqlText.Empty;
        var order = SqlText.Join(", ", Direction(child).Concat(keep.Kind == KeepKind.Last ? ids.Select(id => SqlText.Of($"{id} DESC")) : ids));
        return SqlText.Of($"""
            INSERT INTO {removed.Sql} ({removed.Own("batch")}, {removed.Own("group")}, {removed.Own("rank")}, {keptNames}, {physical}{child.ColumnList})
            SELECT {batch}, r.g, r.rank, {keptValues}, {physicalValues}{child.ColumnsOf("c")}
            FROM (SELECT {SqlText.Join(", ", ids)}, min(x.g) OVER (PARTITION BY {names}) AS g, row_number() OVER ranked AS rank, {kept}
              FROM (SELECT m.* FROM {Future(child, key)} AS m
                UNION ALL SELECT e.* FROM {Present(child, key)} AS e WHERE EXISTS (SELECT FROM {Future(child, key)} AS m WHERE {key.Same("e", "m", child.Meta)})
                  AND NOT EXISTS (SELECT FROM {moves.Moves(child)} AS m WHERE {SqlText.Join(" AND ", Ids(child).Select(id => SqlText.Of($"m.{id} = e.{id}")))})
                  AND {moves.IsNotRemoved(child, "e", Ids(child), batch)}) AS x
              WINDOW ranked AS (PARTITION BY {names} ORDER BY {order})) AS r
            JOIN {child.From} AS c ON {child.IsRow("c", "r", n => $"{child.Meta}id{n}")} WHERE r.rank > 1
            """);
    }

    /// <summary>What goes is not moved.</summary>
    public SqlText DropRemoved(TableShape child, int batch)
    {
        var removed = archive.Removed(child.Name);
        var same = SqlText.Join(" AND ", Ids(child).Select((id, n) => SqlText.Of($"m.{id} = l.{SqlText.Name(removed.IdName(n + 1))}")));
        return SqlText.Of($"DELETE FROM {moves.Moves(child)} AS m USING {removed.Sql} AS l WHERE l.{removed.Own("batch")} = {batch} AND {same}");
    }

    /// <summary>A row that was to be kept for another and goes now itself passes on what it was kept for.</summary>
    public SqlText PassOn(TableShape table, int batch)
    {
        var removed = archive.Removed(table.Name);
        var numbers = Enumerable.Range(1, table.Id.Count).ToList();
        var set = SqlText.Join(", ", numbers.Select(n => SqlText.Of($"{SqlText.Name(removed.KeptName(n))} = b.{SqlText.Name(removed.KeptName(n))}")));
        var same = SqlText.Join(" AND ", numbers.Select(n => SqlText.Of($"a.{SqlText.Name(removed.KeptName(n))} = b.{SqlText.Name(removed.IdName(n))}")));
        return SqlText.Of($"UPDATE {removed.Sql} AS a SET {set} FROM {removed.Sql} AS b WHERE a.{removed.Own("batch")} = {batch} AND b.{removed.Own("batch")} = {batch} AND {same}");
    }

    /// <summary>The rows that move, as they will be: group, identity now, what the policy compares, and the key.</summary>
    private SqlText Future(TableShape child, UniqueKey key) => Keyed(child, key, SqlText.Of($"{MoveSql.Own(child, "group")} AS g, {SqlText.Join(", ", Ids(child))}"), moves.Moves(child));

    /// <summary>The rows of the table as they are, in the same form.</summary>
    private SqlText Present(TableShape child, UniqueKey key) =>
        Keyed(child, key, SqlText.Of($"NULL::bigint AS g, {SqlText.Join(", ", child.Id.Select((part, n) => SqlText.Of($"{part} AS {Ids(child)[n]}")))}"), child.From);

    private SqlText Keyed(TableShape child, UniqueKey key, SqlText head, SqlText from)
    {
        var known = key.NullsNotDistinct ? SqlText.Empty : SqlText.Join("", key.Parts.Select(part => SqlText.Of($" AND {part} IS NOT NULL")));
        return SqlText.Of($"(SELECT {head}, {Compared(child)} AS compared, {key.Keys(child.Meta)} FROM {from} WHERE {key.Where}{known})");
    }

    private SqlText Compared(TableShape child) => keep.Kind switch
    {
        KeepKind.MostComplete => SqlText.Of($"({SqlText.Join(" + ", child.Columns.Select(column => SqlText.Of($"num_nonnulls({column.Sql})")))})"),
        _ when keep.Field is { } field && child.Columns.Any(column => column.Name == field) => SqlText.Name(field),
        _ => SqlText.Raw("NULL::integer"),
    };

    /// <summary>
    /// A row that others refer to by the very key that is fought over stays, whatever the policy: were it deleted, the server would
    /// delete those that refer to its key, though another row has that key by then.
    /// </summary>
    private IEnumerable<SqlText> Direction(TableShape child)
    {
        if (graph.ByMovingKey(child).Any()) yield return SqlText.Raw("x.g IS NOT NULL");
        yield return SqlText.Raw(keep.Kind is KeepKind.Newest or KeepKind.Largest or KeepKind.MostComplete ? "x.compared DESC NULLS LAST" : "x.compared NULLS LAST");
    }

    private static IReadOnlyList<SqlText> Ids(TableShape child) => [.. child.Id.Select((_, n) => MoveSql.Own(child, $"id{n + 1}"))];
}
