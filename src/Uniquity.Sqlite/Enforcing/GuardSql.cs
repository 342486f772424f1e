using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Enforcing;

/// <summary>The triggers that refuse a key that is there already, until the index stands.</summary>
/// <remarks>
/// They fire after the row is written, so that a row that an upsert turned into an update is judged as it stands; writers are one at a
/// time in SQLite, so nothing else is needed. Fewer rights than an index has: INSERT OR REPLACE is refused, and does not replace.
/// </remarks>
internal sealed class GuardSql(WantedIndex wanted)
{
    /// <summary>How the names of all its parts begin.</summary>
    public const string Prefix = "uniquity_guard_";

    private readonly SqliteTable table = wanted.Table;

    /// <summary>The name of a part.</summary>
    public static string Name(TableName table, string part) => $"{Prefix}{part}_{table.Name}";

    /// <summary>The statements that install it.</summary>
    public IEnumerable<string> Install()
    {
        foreach (var statement in Remove(table.Name)) yield return statement;
        yield return wanted.CreatePlain(Name(table.Name, "lookup"));
        yield return $"CREATE TRIGGER {SqliteName.Quote(Name(table.Name, "insert"))} AFTER INSERT ON {table.Sql} BEGIN {Check()}; END";
        var columns = Columns().ToList();
        var changed = string.Join(" OR ", columns.Select(column => $"OLD.{column} IS NOT NEW.{column}"));
        yield return $"CREATE TRIGGER {SqliteName.Quote(Name(table.Name, "update"))} AFTER UPDATE OF {string.Join(", ", columns)} ON {table.Sql} WHEN {changed} BEGIN {Check()}; END";
    }

    /// <summary>The statements that remove it.</summary>
    public static IEnumerable<string> Remove(TableName table)
    {
        yield return $"DROP TRIGGER IF EXISTS {SqliteName.Quote(Name(table, "insert"))}";
        yield return $"DROP TRIGGER IF EXISTS {SqliteName.Quote(Name(table, "update"))}";
        yield return $"DROP INDEX IF EXISTS {SqliteName.Quote(Name(table, "lookup"))}";
    }

    private string Check()
    {
        var ids = table.Rowid is { } rowid ? [rowid] : table.IdColumns;
        var keys = wanted.Key.Select((part, n) => $"{KeyPartSql.Compared(part)} AS k{n + 1}");
        var selected = $"SELECT {string.Join(", ", ids.Select((id, n) => $"{id} AS i{n + 1}").Concat(keys))} FROM {table.Sql}";
        var filter = wanted.Filter is null ? "" : KeyPartSql.Filter(wanted.Filter);
        var own = string.Join(" AND ", ids.Select(id => $"{id} IS NEW.{id}").Concat(filter.Length > 0 ? [filter] : []));
        var same = string.Join(" AND ", wanted.Key.Select((_, n) => wanted.NullsEqual ? $"other.k{n + 1} IS own.k{n + 1}" : $"other.k{n + 1} = own.k{n + 1}"));
        var another = string.Join(" OR ", ids.Select((_, n) => $"other.i{n + 1} IS NOT own.i{n + 1}"));
        return $"SELECT RAISE(ABORT, {SqliteLiteral.Of(Message())}) WHERE EXISTS (SELECT 1 FROM ({selected} WHERE {own}) AS own JOIN ({selected}{(filter.Length > 0 ? " WHERE " + filter : "")}) AS other ON {same} WHERE {another})";
    }

    /// <summary>The engine's own words.</summary>
    private string Message() => wanted.NullsEqual || wanted.Key.Any(part => part.Expression)
        ? $"UNIQUE constraint failed: index '{wanted.Name}'"
        : $"UNIQUE constraint failed: {string.Join(", ", wanted.Key.Select(part => $"{table.Name.Name}.{part.Part}"))}";

    private IEnumerable<string> Columns()
    {
        var columns = wanted.Key.SelectMany(part => part.Expression ? KeyReader.ColumnsIn(table, part.Part) : [table.Find(part.Part)!]);
        if (wanted.Filter is { } filter) columns = columns.Concat(KeyReader.ColumnsIn(table, filter));
        return columns.Distinct().Select(column => SqliteName.Quote(column.Name));
    }
}
