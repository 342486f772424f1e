using Microsoft.Data.Sqlite;
using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Writing;

/// <summary>A file of one test and a connection to it.</summary>
public abstract class WriteScene : IDisposable
{
    private readonly SqliteDatabase _file = new();
    private readonly Lazy<SqliteConnection> _connection;

    protected WriteScene()
    {
        SqliteDriver.Use();
        _connection = new(Open);
    }

    protected SqliteConnection Connection => _connection.Value;

    protected SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_file.FilePath}");
        connection.Open();
        return connection;
    }

    protected void Run(string sql) => SqliteFile.Execute(_file.FilePath, sql);

    protected long Number(string sql) => Convert.ToInt64(Scalar(sql), System.Globalization.CultureInfo.InvariantCulture);

    protected object? Scalar(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    protected static async IAsyncEnumerable<T> Rows<T>(IEnumerable<T> rows)
    {
        foreach (var row in rows)
        {
            await Task.CompletedTask;
            yield return row;
        }
    }

    public void Dispose()
    {
        if (_connection.IsValueCreated) _connection.Value.Dispose();
        SqliteConnection.ClearAllPools();
        _file.Dispose();
        GC.SuppressFinalize(this);
    }
}
