using System.Linq.Expressions;
using Npgsql;
using Uniquity.Writing;

namespace Uniquity.PostgreSql.Writing;

/// <summary>
/// Writes that cannot race: the unique index decides, never a look before the write. For plain types, without a mapper.
/// </summary>
/// <remarks>
/// <para>
/// The key names a real unique index, which is looked up in the catalog once: <c>x => x.Email</c>, <c>x => new { x.TenantId, x.Email }</c>,
/// <c>x => x.Email.ToLowerInvariant()</c> for an index over <c>lower(email)</c>; of a partial index the predicate is sent. Properties and columns
/// are paired by name, whatever their case and underscores, or by <c>[Column]</c>; the table is the type's name, its plural, <c>[Table]</c>, or the argument.
/// </para>
/// <para>
/// A taken key raises no error in the database, so the caller's transaction stays usable. A row that <em>another</em> unique index
/// refuses raises 23505 as ever. In a REPEATABLE READ transaction that is older than the other writer's commit the database
/// answers 40001: try the transaction again. Thread safe.
/// </para>
/// </remarks>
public static class UniqueWrites
{
    /// <summary>Inserts the row, or gets the one that has its key.</summary>
    /// <typeparam name="T">The row: a class or record whose properties have columns.</typeparam>
    /// <param name="source">The database.</param>
    /// <param name="row">The row.</param>
    /// <param name="key">The key.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see cref="WriteOutcome.Inserted"/> or <see cref="WriteOutcome.Existing"/>, with the row as it is stored.</returns>
    /// <exception cref="WriteException">No unique index has the key, or a property has no column.</exception>
    /// <exception cref="PostgresException">The database refuses the row for another reason.</exception>
    public static Task<WriteResult<T>> InsertOrGetAsync<T>(
        this NpgsqlDataSource source, T row, Expression<Func<T, object?>> key, string? table = null, CancellationToken cancellationToken = default) =>
        RunAsync(source, key, table, (writer, session) => writer.InsertOrGetAsync(session, row, cancellationToken), cancellationToken);

    /// <inheritdoc cref="InsertOrGetAsync{T}(NpgsqlDataSource, T, Expression{Func{T, object?}}, string?, CancellationToken)"/>
    /// <param name="connection">An open connection; its transaction, if it has one, goes on.</param>
    /// <param name="row">The row.</param>
    /// <param name="key">The key.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<WriteResult<T>> InsertOrGetAsync<T>(
        this NpgsqlConnection connection, T row, Expression<Func<T, object?>> key, string? table = null, CancellationToken cancellationToken = default) =>
        RunAsync(connection, key, table, (writer, session) => writer.InsertOrGetAsync(session, row, cancellationToken), cancellationToken);

    /// <summary>Inserts the row unless its key is taken; what has the key is not looked at.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="source">The database.</param>
    /// <param name="row">The row.</param>
    /// <param name="key">The key.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see cref="WriteOutcome.Inserted"/> with the row as it is stored, or <see cref="WriteOutcome.Existing"/> with the row as it was sent.</returns>
    /// <exception cref="WriteException">No unique index has the key, or a property has no column.</exception>
    public static Task<WriteResult<T>> InsertIfAbsentAsync<T>(
        this NpgsqlDataSource source, T row, Expression<Func<T, object?>> key, string? table = null, CancellationToken cancellationToken = default) =>
        RunAsync(source, key, table, (writer, session) => writer.InsertIfAbsentAsync(session, row, cancellationToken), cancellationToken);

    /// <inheritdoc cref="InsertIfAbsentAsync{T}(NpgsqlDataSource, T, Expression{Func{T, object?}}, string?, CancellationToken)"/>
    /// <param name="connection">An open connection; its transaction, if it has one, goes on.</param>
    /// <param name="row">The row.</param>
    /// <param name="key">The key.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<WriteResult<T>> InsertIfAbsentAsync<T>(
        this NpgsqlConnection connection, T row, Expression<Func<T, object?>> key, string? table = null, CancellationToken cancellationToken = default) =>
        RunAsync(connection, key, table, (writer, session) => writer.InsertIfAbsentAsync(session, row, cancellationToken), cancellationToken);

    /// <summary>Inserts the row, or updates the one that has its key.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="source">The database.</param>
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
        this NpgsqlDataSource source, T row, Expression<Func<T, object?>> key, UpsertOptions<T>? options = null, string? table = null,
        CancellationToken cancellationToken = default) =>
        RunAsync(source, key, table, (writer, session) => writer.UpsertAsync(session, row, UpsertColumns.Of(writer.Table, options ?? new()), cancellationToken), cancellationToken);

    /// <inheritdoc cref="UpsertAsync{T}(NpgsqlDataSource, T, Expression{Func{T, object?}}, UpsertOptions{T}?, string?, CancellationToken)"/>
    /// <param name="connection">An open connection; its transaction, if it has one, goes on.</param>
    /// <param name="row">The row.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">What to update.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<WriteResult<T>> UpsertAsync<T>(
        this NpgsqlConnection connection, T row, Expression<Func<T, object?>> key, UpsertOptions<T>? options = null, string? table = null,
        CancellationToken cancellationToken = default) =>
        RunAsync(connection, key, table, (writer, session) => writer.UpsertAsync(session, row, UpsertColumns.Of(writer.Table, options ?? new()), cancellationToken), cancellationToken);

    /// <summary>Inserts or updates any number of rows, a chunk at a time, and tells what became of each.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="source">The database; each chunk is a transaction of its own.</param>
    /// <param name="rows">The rows; read as they are needed.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">What to update, whether only by what is newer, and how many rows at a time.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops after the chunk at hand; what was told is committed.</param>
    /// <returns>
    /// One result for each row, in the rows' order, once its chunk is committed. Of several rows of a chunk with one key the last (or
    /// newest) is written and the others are <see cref="WriteOutcome.Superseded"/>. A row that another unique index refuses is
    /// <see cref="WriteOutcome.Rejected"/>, and the others are written.
    /// </returns>
    /// <exception cref="WriteException">No unique index has the key, or a property has no column.</exception>
    /// <exception cref="PostgresException">The database refuses a row for another reason; its chunk is rolled back.</exception>
    public static IAsyncEnumerable<WriteResult<T>> BulkUpsertAsync<T>(
        this NpgsqlDataSource source, IAsyncEnumerable<T> rows, Expression<Func<T, object?>> key, UpsertOptions<T>? options = null, string? table = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return BulkUpserts.RunAsync(WriterCache.Of(source), source.OpenConnectionAsync, rows, key, options ?? new(), table, cancellationToken);
    }

    /// <inheritdoc cref="BulkUpsertAsync{T}(NpgsqlDataSource, IAsyncEnumerable{T}, Expression{Func{T, object?}}, UpsertOptions{T}?, string?, CancellationToken)"/>
    /// <param name="connection">An open connection; in its transaction, if it has one, else in one for each chunk.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">What to update.</param>
    /// <param name="table">The table, as SQL names it; from the type where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops after the chunk at hand.</param>
    public static IAsyncEnumerable<WriteResult<T>> BulkUpsertAsync<T>(
        this NpgsqlConnection connection, IAsyncEnumerable<T> rows, Expression<Func<T, object?>> key, UpsertOptions<T>? options = null, string? table = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return BulkUpserts.RunAsync(WriterCache.Of(string.Intern(connection.ConnectionString)), connection, rows, key, options ?? new(), table, cancellationToken);
    }

    private static async Task<WriteResult<T>> RunAsync<T>(
        NpgsqlDataSource source, Expression<Func<T, object?>> key, string? table, Func<RowWriter<T>, NpgsqlWriteSession, Task<WriteResult<T>>> write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        var cache = WriterCache.Of(source);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            return await RunAsync(cache, connection, key, table, write, cancellation);
        }
        catch (PostgresException refusal) when (SchemaChange.IsTold(refusal))
        {
            // The catalog is read anew now, and nothing was written.
            return await RunAsync(cache, connection, key, table, write, cancellation);
        }
    }

    private static Task<WriteResult<T>> RunAsync<T>(
        NpgsqlConnection connection, Expression<Func<T, object?>> key, string? table, Func<RowWriter<T>, NpgsqlWriteSession, Task<WriteResult<T>>> write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return RunAsync(WriterCache.Of(string.Intern(connection.ConnectionString)), connection, key, table, write, cancellation);
    }

    private static async Task<WriteResult<T>> RunAsync<T>(
        WriterCache cache, NpgsqlConnection connection, Expression<Func<T, object?>> key, string? table, Func<RowWriter<T>, NpgsqlWriteSession, Task<WriteResult<T>>> write,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        var writer = await cache.GetAsync(connection, key, table, cancellation);
        try
        {
            return await write(writer, new NpgsqlWriteSession(connection));
        }
        catch (PostgresException refusal) when (SchemaChange.IsTold(refusal))
        {
            // The next call reads the catalog anew; this one may stand in a transaction that is broken now.
            cache.Forget();
            throw;
        }
    }
}
