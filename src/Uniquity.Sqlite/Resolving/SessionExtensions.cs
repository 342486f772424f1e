using SQLitePCL;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving;

/// <summary>What a repair asks of a session beyond reading.</summary>
internal static class SessionExtensions
{
    /// <summary>Runs a statement that changes something.</summary>
    /// <returns>The rows that it changed itself; what a trigger changed is not counted.</returns>
    public static async Task<long> ExecuteAsync(this SqliteSession session, SqlText sql, CancellationToken cancellation)
    {
        await session.QueryAsync(sql, _ => 0, cancellation);
        return raw.sqlite3_changes(session.Connection.Handle!);
    }

    /// <summary>Runs a statement without values.</summary>
    public static Task<long> ExecuteAsync(this SqliteSession session, string sql, CancellationToken cancellation) =>
        session.ExecuteAsync(new SqlText().Add(sql), cancellation);

    /// <summary>Asks for one number.</summary>
    public static Task<long> NumberAsync(this SqliteSession session, string sql, CancellationToken cancellation) =>
        session.NumberAsync(new SqlText().Add(sql), cancellation);

    /// <summary>Does work in a transaction that writes; whatever is thrown rolls it back.</summary>
    /// <remarks>IMMEDIATE: the lock is taken first, so that what is read inside is what is changed.</remarks>
    public static Task<T> WritingAsync<T>(this SqliteSession session, Func<Task<T>> work, CancellationToken cancellation) =>
        session.TransactAsync("BEGIN IMMEDIATE", work, cancellation);

    /// <summary>Does work on one view of the data.</summary>
    public static Task<T> OnOneViewAsync<T>(this SqliteSession session, Func<Task<T>> work, CancellationToken cancellation) =>
        session.TransactAsync("BEGIN", work, cancellation);

    private static async Task<T> TransactAsync<T>(this SqliteSession session, string begin, Func<Task<T>> work, CancellationToken cancellation)
    {
        await session.ExecuteAsync(begin, cancellation);
        try
        {
            var result = await work();
            await session.ExecuteAsync("COMMIT", CancellationToken.None);
            return result;
        }
        catch
        {
            // A full disk, and some faults of it, have rolled back by themselves (https://www.sqlite.org/lang_transaction.html).
            if (raw.sqlite3_get_autocommit(session.Connection.Handle!) == 0) await session.ExecuteAsync("ROLLBACK", CancellationToken.None);
            throw;
        }
    }
}
