using System.Globalization;
using Microsoft.Data.Sqlite;
using Uniquity.Testing.Conformance;

namespace Uniquity.MongoDb.Tests.Resolving;

/// <summary>Tables of a scene in SQLite, in memory.</summary>
internal static class SqlTables
{
    public static SqliteConnection Open(IEnumerable<string> definitions)
    {
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA foreign_keys = 0");
        foreach (var definition in definitions) Run(connection, definition);
        return connection;
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static void Insert(SqliteConnection connection, SqlTable table, object? id, IReadOnlyList<object?> values)
    {
        using var command = connection.CreateCommand();
        List<string> columns = [.. table.Columns.Select(HostileNames.Quote)];
        List<object?> all = [.. values];
        if (table.Id is null)
        {
            columns.Add("rowid");
            all.Add(id);
        }

        command.CommandText = $"INSERT INTO {HostileNames.Quote(table.Name)} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", all.Select((_, n) => $"@p{n}"))})";
        for (var n = 0; n < all.Count; n++) command.Parameters.AddWithValue($"@p{n}", all[n] ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    public static IReadOnlyList<string> Rows(SqliteConnection connection, string sql) =>
        [.. Query(connection, sql).Select(row => string.Join("|", row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))))];

    public static IReadOnlyList<SqlTable> Read(SqliteConnection connection)
    {
        var tables = new List<SqlTable>();
        foreach (var name in Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").Select(row => (string)row[0]!))
        {
            var columns = Query(connection, $"SELECT name, pk FROM pragma_table_info({Literal(name)})");
            var keys = columns.Where(column => (long)column[1]! > 0).Select(column => (string)column[0]!).ToList();
            var id = keys is [var only] ? only : null;
            var rows = new Dictionary<string, (object? Id, object?[] Values)>(StringComparer.Ordinal);
            foreach (var row in Query(connection, $"SELECT {(id is null ? "rowid" : HostileNames.Quote(id))}, * FROM {HostileNames.Quote(name)}")) rows[Convert.ToString(row[0], CultureInfo.InvariantCulture)!] = (row[0], row[1..]);
            tables.Add(new(name, [.. columns.Select(column => (string)column[0]!)], id, rows));
        }

        return tables;
    }

    /// <summary>Unique keys that are no primary key of one column.</summary>
    public static IReadOnlyList<(string Table, IReadOnlyList<string> Columns)> Uniques(SqliteConnection connection) =>
        [.. from table in Read(connection)
            from index in Query(connection, $"SELECT name, origin FROM pragma_index_list({Literal(table.Name)}) WHERE \"unique\" = 1")
            let columns = (IReadOnlyList<string>)[.. Query(connection, $"SELECT name FROM pragma_index_info({Literal((string)index[0]!)})").Select(row => (string)row[0]!)]
            where !((string)index[1]! == "pk" && table.Id is not null)
            select (table.Name, columns)];

    /// <summary>References of one column to a table.</summary>
    public static IReadOnlyList<(string Table, string Column)> References(SqliteConnection connection, string parent) =>
        [.. from table in Read(connection)
            from key in Query(connection, $"SELECT \"from\" FROM pragma_foreign_key_list({Literal(table.Name)}) WHERE \"table\" = {Literal(parent)}")
            select (table.Name, (string)key[0]!)];

    private static List<object?[]> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(n => reader.IsDBNull(n) ? null : reader.GetValue(n))]);
        return rows;
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
