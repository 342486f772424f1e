using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Uniquity.Sqlite.Writing;

/// <summary>A transaction that holds SQLite's one place for a writer from its beginning, so that nothing in it can be refused as busy.</summary>
/// <remarks>
/// The driver waits for other writers by putting the thread to sleep for 150 ms at a time. Here the wait gives the thread back, starts
/// with a millisecond, and can be cancelled; it lasts as long as the connection's <c>Default Timeout</c>.
/// </remarks>
internal sealed class WriteLock : IAsyncDisposable
{
    // What SQLite's own busy handler waits, in milliseconds.
    private static readonly int[] Waits = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100];

    private readonly SqliteConnection _connection;

    private WriteLock(SqliteConnection connection) => _connection = connection;

    /// <summary>Whether the caller has a transaction on the connection.</summary>
    public static bool IsInTransaction(SqliteConnection connection) => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Begins the transaction.</summary>
    /// <exception cref="SqliteException">SQLITE_BUSY: another writer kept its place for longer than the timeout.</exception>
    public static async Task<WriteLock> TakeAsync(SqliteConnection connection, CancellationToken cancellation)
    {
        await RunAsync(connection, "BEGIN IMMEDIATE", cancellation);
        return new(connection);
    }

    /// <summary>Commits; with a rollback journal this waits for readers.</summary>
    public Task CommitAsync(CancellationToken cancellation) => RunAsync(_connection, "COMMIT", cancellation);

    /// <summary>Rolls back what is not committed.</summary>
    public ValueTask DisposeAsync()
    {
        if (_connection.Handle is not null && IsInTransaction(_connection)) raw.sqlite3_exec(_connection.Handle, "ROLLBACK");
        return ValueTask.CompletedTask;
    }

    private static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        for (var turn = 0; ; turn++)
        {
            cancellation.ThrowIfCancellationRequested();
            var code = raw.sqlite3_exec(connection.Handle, sql);
            if (code == raw.SQLITE_OK) return;
            var isBusy = (code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
            if (!isBusy || (connection.DefaultTimeout > 0 && Stopwatch.GetElapsedTime(started).TotalSeconds >= connection.DefaultTimeout)) SqliteException.ThrowExceptionForRC(code, connection.Handle);
            await Task.Delay(TimeSpan.FromMilliseconds(Waits[Math.Min(turn, Waits.Length - 1)]), TimeProvider.System, cancellation);
        }
    }
}
