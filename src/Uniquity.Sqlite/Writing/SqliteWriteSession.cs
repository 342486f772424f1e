using System.Data.Common;
using Microsoft.Data.Sqlite;
using Uniquity.Writing;

namespace Uniquity.Sqlite.Writing;

/// <summary>Runs the statements of race-free writes on a connection, in whatever transaction it has; each is prepared once.</summary>
internal sealed class SqliteWriteSession(SqliteConnection connection) : IWriteSession, IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool IsRemote => false;

    /// <inheritdoc/>
    public Task<TRow?> FirstAsync<TRow>(WriteStatement statement, Func<DbDataReader, TRow> read, CancellationToken cancellation)
        where TRow : class
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(First(statement, read));
    }

    /// <inheritdoc/>
    public Task<TRow?> FirstOfAsync<TRow>(
        WriteStatement first, Func<DbDataReader, TRow> readFirst, WriteStatement second, Func<DbDataReader, TRow> readSecond, CancellationToken cancellation)
        where TRow : class
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(First(first, readFirst) ?? First(second, readSecond));
    }

    /// <summary>The first row of a statement; <see langword="null"/> where there is none.</summary>
    public TRow? First<TRow>(WriteStatement statement, Func<DbDataReader, TRow> read)
        where TRow : class
    {
        using var reader = Command(statement).ExecuteReader();
        TRow? first = null;

        // To its end: there, after the rows, SQLite checks foreign keys.
        while (reader.Read()) first ??= read(reader);
        return first;
    }

    /// <summary>Runs a statement without values.</summary>
    public void Run(string sql) => Command(new(sql, [])).ExecuteNonQuery();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
    }

    private SqliteCommand Command(WriteStatement statement)
    {
        if (!_commands.TryGetValue(statement.Sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = statement.Sql;
            for (var i = 0; i < statement.Values.Count; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            _commands.Add(statement.Sql, command);
        }

        for (var i = 0; i < statement.Values.Count; i++) command.Parameters[i].Value = statement.Values[i].Value ?? DBNull.Value;
        return command;
    }
}
