using Microsoft.Data.Sqlite;
using SQLitePCL;
using Uniquity.Sqlite.Connecting;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Enforcing;

/// <summary>A connection that changes the schema of a file, a whole transaction at a time.</summary>
internal sealed class WriteConnection : IAsyncDisposable
{
    private WriteConnection(SqliteSession session) => Session = session;

    /// <summary>Its statements run as long as they need.</summary>
    public SqliteSession Session { get; }

    /// <summary>Opens a file for writing; it has been opened for reading before.</summary>
    /// <exception cref="Targets.TargetException">It cannot be written.</exception>
    public static async Task<WriteConnection> OpenAsync(SqliteTargetOptions options)
    {
        NativeLibraryChoice.Make();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(options.Path),
            Mode = SqliteOpenMode.ReadWrite,
            Cache = SqliteCacheMode.Private,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)options.LockTimeout.TotalSeconds),
        }.ToString());
        try
        {
            await Task.Run(connection.Open);
            return new(new SqliteSession(connection, options with { StatementTimeout = Timeout.InfiniteTimeSpan }));
        }
        catch (SqliteException fault)
        {
            await connection.DisposeAsync();
            throw SqliteFault.Explain(fault, options.Path);
        }
    }

    /// <summary>Runs statements in one transaction that holds the write lock from its start.</summary>
    public async Task RunAsync(IEnumerable<string> statements, CancellationToken cancellation)
    {
        await ExecuteAsync("BEGIN IMMEDIATE", cancellation);
        try
        {
            foreach (var statement in statements) await ExecuteAsync(statement, cancellation);
            await ExecuteAsync("COMMIT", CancellationToken.None);
        }
        catch
        {
            // A full disk has rolled back by itself (https://www.sqlite.org/lang_transaction.html).
            if (raw.sqlite3_get_autocommit(Session.Connection.Handle!) == 0) await ExecuteAsync("ROLLBACK", CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Session.DisposeAsync();

    private Task<List<int>> ExecuteAsync(string sql, CancellationToken cancellation) => Session.QueryAsync(new SqlText().Add(sql), _ => 0, cancellation);
}
