using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Uniquity.Sqlite.Tests.Resolving;

/// <summary>Reads files byte for byte: rowids, storage classes, the bits of reals, the bytes of texts.</summary>
internal static class SqliteContent
{
    /// <summary>Every row of every table outside the archive, in order.</summary>
    public static string Of(string path)
    {
        var content = new StringBuilder();
        foreach (var table in Rows(path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'uniquity_*' ORDER BY name"))
        {
            var quoted = $"\"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            content.Append("== ").AppendLine(table);
            var rowid = Rows(path, $"SELECT count(*) FROM pragma_table_list WHERE name = {Literal(table)} AND (wr OR type <> 'table')")[0] == "0" ? "rowid AS the_rowid, " : string.Empty;
            foreach (var row in Lines(path, $"SELECT {rowid}* FROM {quoted}").Order(StringComparer.Ordinal)) content.AppendLine(row);
        }

        return content.ToString();
    }

    /// <summary>The rows of a query as a person sees them.</summary>
    public static IReadOnlyList<string> Rows(string path, string sql) => Read(path, sql, (row, n) => row.IsDBNull(n) ? string.Empty : Convert.ToString(row.GetValue(n), System.Globalization.CultureInfo.InvariantCulture)!);

    private static List<string> Lines(string path, string sql) => Read(path, sql, (row, n) => raw.sqlite3_column_type(row.Handle!, n) switch
    {
        raw.SQLITE_INTEGER => $"i{raw.sqlite3_column_int64(row.Handle!, n)}",
        raw.SQLITE_FLOAT => $"r{BitConverter.DoubleToInt64Bits(raw.sqlite3_column_double(row.Handle!, n)):x}",
        raw.SQLITE_TEXT => $"t{Convert.ToHexString(raw.sqlite3_column_blob(row.Handle!, n))}",
        raw.SQLITE_BLOB => $"b{Convert.ToHexString(raw.sqlite3_column_blob(row.Handle!, n))}",
        _ => "null",
    });

    private static List<string> Read(string path, string sql, Func<SqliteDataReader, int, string> text)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join("|", Enumerable.Range(0, reader.FieldCount).Select(n => text(reader, n))));
        return rows;
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
