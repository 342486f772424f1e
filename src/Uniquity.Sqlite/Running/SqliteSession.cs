using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Running;

/// <summary>Runs statements on one connection, within their time, and remembers them.</summary>
/// <remarks>
/// SQLite works inside the calling thread; statements run on the pool so that progress and Ctrl+C stay alive. Not safe for
/// concurrent use.
/// </remarks>
internal sealed class SqliteSession(SqliteConnection connection, SqliteTargetOptions options) : IAsyncDisposable
{
    private readonly List<string> _log = [];
    private readonly StatementLimit _limit = new(connection.Handle!, options.StatementTimeout);

    /// <summary>The file, as it was typed.</summary>
    public string Path => options.Path;

    /// <summary>The open connection.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>The statements run so far, with literals.</summary>
    public IReadOnlyList<string> Log => _log;

    /// <summary>All rows of a statement.</summary>
    public async Task<List<T>> QueryAsync<T>(SqlText sql, Func<SqliteDataReader, T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await foreach (var row in StreamAsync(sql, read, null, cancellation)) rows.Add(row);
        return rows;
    }

    /// <summary>The integer in the first column of the first row; 0 where there is none.</summary>
    public async Task<long> NumberAsync(SqlText sql, CancellationToken cancellation)
    {
        var rows = await QueryAsync(sql, row => row.IsDBNull(0) ? 0 : row.GetInt64(0), cancellation);
        return rows.Count == 0 ? 0 : rows[0];
    }

    /// <summary>The rows of a statement as they come, in bounded memory.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="read">Reads the row at hand.</param>
    /// <param name="watcher">Called now and then while SQLite works.</param>
    /// <param name="cancellation">Stops the statement.</param>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        SqlText sql, Func<SqliteDataReader, T> read, Action? watcher, [EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _log.Add(sql.Show);
        using var command = Prepare(sql);
        _limit.Begin(watcher, cancellation);

        // The first row can take as long as a sort of the whole table; the next ones follow at once.
        using var reader = await Task.Run(() => Guard(() => command.ExecuteReader(), sql, cancellation), CancellationToken.None);
        while (true)
        {
            _limit.Begin(watcher, cancellation);
            if (!Guard(reader.Read, sql, cancellation)) yield break;
            yield return read(reader);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private SqliteCommand Prepare(SqlText sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql.Run;
        command.CommandTimeout = Math.Max(1, (int)options.LockTimeout.TotalSeconds);
        for (var i = 0; i < sql.Values.Count; i++) command.Parameters.AddWithValue($"?{i + 1}", sql.Values[i]);
        return command;
    }

    private T Guard<T>(Func<T> run, SqlText sql, CancellationToken cancellation)
    {
        try
        {
            return run();
        }
        catch (SqliteException fault)
        {
            cancellation.ThrowIfCancellationRequested();
            throw SqliteFault.Explain(fault, Path, sql.Show, _limit.Timeout);
        }
    }
}
