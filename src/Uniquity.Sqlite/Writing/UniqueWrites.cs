using System.Linq.Expressions;
using Microsoft.Data.Sqlite;
using Uniquity.Writing;

namespace Uniquity.Sqlite.Writing;

/// <summary>
/// Writes that cannot race: the unique index decides, never a look before the write. For plain types, without a mapper.
/// </summary>
/// <remarks>
/// <para>
/// The key names a real unique index, which is looked up in the schema once: <c>x => x.Email</c>, <c>x => new { x.TenantId, x.Email }</c>,
/// <c>x => x.Email.ToLowerInvariant()</c> for an index over <c>lower(email)</c>; of a partial index the predicate is sent. Properties and columns
/// are paired by name, whatever their case and underscores, or by <c>[Column]</c>; the table is the type's name, its plural, <c>[Table]</c>, or the argument.
/// </para>
/// <para>
/// Without a transaction of the caller's each write is one of its own, <c>BEGIN IMMEDIATE</c>: it waits for other writers, threads
/// free, for the connection's <c>Default Timeout</c>, and fails with SQLITE_BUSY after that. A key that is taken is seen without any lock of
/// a writer. In the caller's transaction a taken key raises no error; one that reads before it writes can be refused with
/// SQLITE_BUSY_SNAPSHOT when it was begun deferred. A row that <em>another</em> unique index refuses raises 2067 as ever.
/// </para>
/// <para>SQLite 3.35 or later. As safe for concurrent use as the connection: one call at a time.</para>
/// </remarks>
public static class UniqueWrites
{
    /// <summary>Inserts the row, or gets the one that has its key.</summary>
    /// <typeparam name="T">The row: a class or record whose properties have columns.</typeparam>
    /// <param name="connection">An open connection; its transaction, if it has one, goes on.</param>
    /// <param name="row">The row.</param>
    /// <param name="key">The key.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see cref="WriteOutcome.Inserted"/> or <see cref="WriteOutcome.Existing"/>, with the row as it is stored.</returns>
    /// <exception cref="WriteException">No unique index has the key, or a property has no column.</exception>
    /// <exception cref="SqliteException">The database refuses the row for another reason, or is busy for too long.</exception>
    public static Task<WriteResult<T>> InsertOrGetAsync<T>(
        this SqliteConnection connection, T row, Expression<Func<T, object?>> key, string? table = null, CancellationToken cancellationToken = default) =>
        RunAsync(connection, key, table, row, looks: true, (writer, session) => writer.InsertOrGetAsync(session, row, cancellationToken), cancellationToken);

    /// <summary>Inserts the row unless its key is taken.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="connection">An open connection; its transaction, if it has one, goes on.</param>
    /// <param name="row">The row.</param>
    /// <param name="key">The key.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see cref="WriteOutcome.Inserted"/> with the row as it is stored, or <see cref="WriteOutcome.Existing"/> with the row as it was sent.</returns>
    /// <exception cref="WriteException">No unique index has the key, or a property has no column.</exception>
    public static async Task<WriteResult<T>> InsertIfAbsentAsync<T>(
        this SqliteConnection connection, T row, Expression<Func<T, object?>> key, string? table = null, CancellationToken cancellationToken = default)
    {
        var result = await RunAsync(connection, key, table, row, looks: true, (writer, session) => writer.InsertIfAbsentAsync(session, row, cancellationToken), cancellationToken);
        return result.Outcome == WriteOutcome.Existing ? new(WriteOutcome.Existing, row) : result;
    }

    /// <summary>Inserts the row, or updates the one that has its key.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="connection">An open connection; its transaction, if it has one, goes on.</param>
    /// <param name="row">The row.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">What to update, and whether only by what is newer; everything, always, where <see langword="null"/>.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// <see cref="WriteOutcome.Inserted"/>, <see cref="WriteOutcome.Updated"/>, or <see cref="WriteOutcome.Existing"/> where what is
    /// stored is as new; with the row as it is stored.
    /// </returns>
    /// <exception cref="WriteException">No unique index has the key, or a property has no column.</exception>
    public static Task<WriteResult<T>> UpsertAsync<T>(
        this SqliteConnection connection, T row, Expression<Func<T, object?>> key, UpsertOptions<T>? options = null, string? table = null,
        CancellationToken cancellationToken = default) =>
        RunAsync(connection, key, table, row, looks: false, (writer, session) => writer.UpsertAsync(session, row, UpsertColumns.Of(writer.Table, options ?? new()), cancellationToken), cancellationToken);

    /// <summary>Inserts or updates any number of rows, a chunk at a time, and tells what became of each.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="connection">An open connection; in its transaction, if it has one, else in one for each chunk.</param>
    /// <param name="rows">The rows; read as they are needed, while no lock is held.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">What to update, whether only by what is newer, and how many rows at a time.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops, and rolls the chunk at hand back; what was told is committed.</param>
    /// <returns>
    /// One result for each row, in the rows' order, once its chunk is committed, with the row as it is stored. Of several rows of a
    /// chunk with one key the last (or newest) is written and the others are <see cref="WriteOutcome.Superseded"/>. A row that another
    /// unique index refuses is <see cref="WriteOutcome.Rejected"/>, and the others are written.
    /// </returns>
    /// <exception cref="WriteException">No unique index has the key, or a property has no column.</exception>
    /// <exception cref="SqliteException">The database refuses a row for another reason; its chunk is rolled back.</exception>
    public static IAsyncEnumerable<WriteResult<T>> BulkUpsertAsync<T>(
        this SqliteConnection connection, IAsyncEnumerable<T> rows, Expression<Func<T, object?>> key, UpsertOptions<T>? options = null, string? table = null,
        CancellationToken cancellationToken = default)
    {
        Check(connection, key);
        return BulkUpserts.RunAsync(connection, rows, key, options ?? new(), table, cancellationToken);
    }

    /// <summary>Writes one row; where it may, it first looks for the key, which takes no lock.</summary>
    private static Task<WriteResult<T>> RunAsync<T>(
        SqliteConnection connection, Expression<Func<T, object?>> key, string? table, T row, bool looks, Func<RowWriter<T>, SqliteWriteSession, Task<WriteResult<T>>> write,
        CancellationToken cancellation)
    {
        Check(connection, key);
        return SchemaChange.RetryAsync(connection, async () =>
        {
            var writer = WriterCache.Get(connection, key, table);
            using var session = new SqliteWriteSession(connection);

            // In a transaction a look first would only make it one that has read before it writes.
            if (WriteLock.IsInTransaction(connection)) return await write(writer.Single, session);

            // Only a row that is committed is seen, and it would refuse the insert: nothing is decided here that the index would not.
            if (looks && writer.Single.CanLook(row) && await writer.Single.FindAsync(session, row, cancellation) is { } existing) return existing;
            await using var own = await WriteLock.TakeAsync(connection, cancellation);
            var result = await write(writer.Single, session);
            await own.CommitAsync(cancellation);
            return result;
        });
    }

    private static void Check<T>(SqliteConnection connection, Expression<Func<T, object?>> key)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(key);
        if (connection.State != System.Data.ConnectionState.Open) throw new InvalidOperationException("The connection is not open: call OpenAsync() first.");
    }
}
