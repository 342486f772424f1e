using Microsoft.Data.Sqlite;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Regressions;

/// <summary>Statements on a SQLite database beside the command.</summary>
internal static class SqliteRows
{
    /// <summary>Runs statements; the rows of a query, their values with a bar between them.</summary>
    public static string[] Run(this SqliteDatabase database, string sql)
    {
        Uniquity.Sqlite.SqliteDriver.Use();
        using var connection = new SqliteConnection($"Data Source={database.FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? "" : reader.GetString(at))));
        return [.. rows];
    }
}
