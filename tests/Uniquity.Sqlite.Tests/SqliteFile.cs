using Microsoft.Data.Sqlite;
using Uniquity.Sqlite.Connecting;

namespace Uniquity.Sqlite.Tests;

/// <summary>Writes to SQLite files, which the adapter under test cannot.</summary>
internal static class SqliteFile
{
    public static void Execute(string path, string sql)
    {
        NativeLibraryChoice.Make();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs statements and hands back the message with which the last is refused.</summary>
    public static string Refusal(string path, string sql) =>
        Should.Throw<SqliteException>(() => Execute(path, sql)).Message;
}
