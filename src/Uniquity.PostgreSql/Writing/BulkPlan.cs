using Uniquity.Writing;

namespace Uniquity.PostgreSql.Writing;

/// <summary>The statements of a bulk upsert over a staging table, which numbers the rows of a chunk.</summary>
internal sealed class BulkPlan(WriteTable table, IReadOnlyList<int> updated, int? newerBy)
{
    private const string Staging = "pg_temp.uniquity_bulk";

    // Names that no column of the user has: the staging table has the user's own columns beside them.
    private const string Number = "\"uniquity:n\"";
    private const string Superseded = "\"uniquity:superseded\"";
    private const string Range = $"s.{Number} BETWEEN $1 AND $2 AND NOT s.{Superseded}";

    /// <summary>The columns that the database makes.</summary>
    public IReadOnlyList<int> Generated { get; } = [.. Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Generated)];

    /// <summary>Whether an update changes anything.</summary>
    public bool Updates => updated.Count > 0;

    /// <summary>Makes the staging table: the table's columns, without its constraints.</summary>
    public string Create
    {
        get
        {
            var texts = table.Columns.Where(column => column.OwnType).Select(column => $"; ALTER TABLE {Staging} ALTER {column.Sql} TYPE text");
            return $"CREATE TEMPORARY TABLE uniquity_bulk ON COMMIT DROP AS SELECT 0 AS {Number}, false AS {Superseded}, t.* FROM {table.Sql} AS t WITH NO DATA; ALTER TABLE {Staging} ALTER {Superseded} SET DEFAULT false{string.Concat(texts)}";
        }
    }

    /// <summary>Removes it before the caller's transaction ends.</summary>
    public static string Drop => $"DROP TABLE {Staging}";

    /// <summary>Fills it.</summary>
    public string Copy(IReadOnlyList<int> columns) => $"COPY {Staging} ({Number}{string.Concat(columns.Select(column => $", {table.Columns[column].Sql}"))}) FROM STDIN (FORMAT BINARY)";

    /// <summary>Finds the rows that a partial index does not cover: they collide with nothing.</summary>
    public string? NotCovered => table.Arbiter.Predicate is { } predicate ? $"DELETE FROM {Staging} WHERE ({predicate}) IS NOT TRUE RETURNING {Number}" : null;

    /// <summary>Whether the server itself refuses a key that comes again (21000): most chunks have none, and need not be sorted to know it.</summary>
    /// <remarks>With a condition on what is newer, a row that changed nothing may be met again without a refusal.</remarks>
    public bool RefusesRepeats => Updates && newerBy is null && !table.Partitioned;

    /// <summary>Marks the rows whose key comes again: the last stays, or the newest.</summary>
    public string Settle
    {
        get
        {
            var key = string.Join(", ", table.Arbiter.Parts.Select(part => part.Value(Staged(part.Column, ""))));
            var order = newerBy is { } by ? $"{Staged(by, "")} DESC NULLS LAST, {Number} DESC" : $"{Number} DESC";
            return $"WITH later AS (SELECT {Number} AS n, row_number() OVER (PARTITION BY {key} ORDER BY {order}) AS place FROM {Staging}) " +
                $"UPDATE {Staging} AS s SET {Superseded} = true FROM later WHERE later.n = s.{Number} AND later.place > 1 RETURNING s.{Number}";
        }
    }

    /// <summary>Inserts or updates a range at once, and gives the number of each row written, whether it is new, and what was generated.</summary>
    /// <remarks>A row that was updated has been locked first, which shows in xmax; a partitioned table has none to show.</remarks>
    public string Upsert(IReadOnlyList<int> columns)
    {
        var action = Updates
            ? $"DO UPDATE SET {string.Join(", ", updated.Select(column => $"{table.Columns[column].Sql} = excluded.{table.Columns[column].Sql}"))}{Newer("t", "excluded")}"
            : "DO NOTHING";
        return Returning($"{InsertText(columns)} {action}", $"{(Updates ? "t.xmax = 0" : "true")} AS new");
    }

    /// <summary>Inserts what is new of a range.</summary>
    public string Insert(IReadOnlyList<int> columns) => Returning($"{InsertText(columns)} DO NOTHING", "true AS new");

    /// <summary>Updates what was there of a range.</summary>
    public string Update() =>
        $"UPDATE {table.Sql} AS t SET {string.Join(", ", updated.Select(column => $"{table.Columns[column].Sql} = {Staged(column, "s.")}"))} FROM {Staging} AS s " +
        $"WHERE {Joined("t.", "")}{Covered} AND {Range} AND s.{Number} <> ALL ($3){(newerBy is { } by ? $" AND {IsNewer(by, "t", "s")}" : "")} " +
        $"RETURNING s.{Number}, false{string.Concat(Generated.Select(column => $", {Made(column)}"))}";

    private string Covered => table.Arbiter.Predicate is { } predicate ? $" AND EXISTS (SELECT FROM (SELECT t.*) AS t WHERE {predicate})" : "";

    private string InsertText(IReadOnlyList<int> columns) =>
        $"INSERT INTO {table.Sql} AS t ({string.Join(", ", columns.Select(column => table.Columns[column].Sql))}) " +
        $"SELECT {string.Join(", ", columns.Select(column => Staged(column, "s.")))} FROM {Staging} AS s WHERE {Range} ORDER BY s.{Number} ON CONFLICT {table.Arbiter.Target}";

    // The insert cannot give the number itself: it is found again by the key.
    private string Returning(string insert, string isNew)
    {
        var key = table.KeyColumns.Order().Select(column => $"t.{table.Columns[column].Sql} AS k{column}");
        var made = Generated.Select(column => $"{Made(column)} AS g{column}");
        return $"WITH i AS ({insert} RETURNING {isNew}, {string.Join(", ", key.Concat(made))}) " +
            $"SELECT s.{Number}, i.new{string.Concat(Generated.Select(column => $", i.g{column}"))} FROM i JOIN {Staging} AS s ON {Joined("i.", "k")} AND {Range}";
    }

    private string Joined(string alias, string prefix) => string.Join(" AND ", table.Arbiter.Parts.Select(part =>
        $"{part.Value($"{alias}{(prefix.Length == 0 ? table.Columns[part.Column].Sql : $"{prefix}{part.Column}")}")} = {part.Value(Staged(part.Column, "s."))}"));

    private string Newer(string stored, string sent) => newerBy is { } by ? $" WHERE {IsNewer(by, stored, sent)}" : "";

    private string IsNewer(int by, string stored, string sent)
    {
        var name = table.Columns[by].Sql;
        return $"({stored}.{name} IS NULL OR {stored}.{name} < {(sent == "s" ? Staged(by, "s.") : $"{sent}.{name}")})";
    }

    private string Made(int column) => table.Columns[column] is { OwnType: true } own ? $"t.{own.Sql}::text" : $"t.{table.Columns[column].Sql}";

    private string Staged(int column, string alias) => table.Columns[column] is { OwnType: true } own ? $"{alias}{own.Sql}::{own.Type}" : $"{alias}{table.Columns[column].Sql}";
}
