using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Npgsql;
using Uniquity.Writing;

namespace Uniquity.PostgreSql.Writing;

/// <summary>Cuts rows into chunks and writes each of them whole.</summary>
internal static class BulkUpserts
{
    /// <summary>On a connection of its own.</summary>
    public static async IAsyncEnumerable<WriteResult<T>> RunAsync<T>(
        WriterCache cache, Func<CancellationToken, ValueTask<NpgsqlConnection>> open, IAsyncEnumerable<T> rows, Expression<Func<T, object?>> key, UpsertOptions<T> options,
        string? table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await open(cancellation);
        await foreach (var result in RunAsync(cache, connection, rows, key, options, table, cancellation)) yield return result;
    }

    /// <summary>On the caller's connection, in the caller's transaction if there is one.</summary>
    public static async IAsyncEnumerable<WriteResult<T>> RunAsync<T>(
        WriterCache cache, NpgsqlConnection connection, IAsyncEnumerable<T> rows, Expression<Func<T, object?>> key, UpsertOptions<T> options, string? table,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(key);
        var writer = await cache.GetAsync(connection, key, table, cancellation);
        await foreach (var result in RunAsync(writer, connection, rows, UpsertColumns.Of(writer.Table, options), cancellation)) yield return result;
    }

    /// <summary>With a writer that is known.</summary>
    public static async IAsyncEnumerable<WriteResult<T>> RunAsync<T>(
        RowWriter<T> writer, NpgsqlConnection connection, IAsyncEnumerable<T> rows, UpsertColumns columns, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns.ChunkSize, 1, nameof(columns));
        var chunk = new BulkChunk<T>(connection, writer, new(writer.Table, columns.Updated, columns.NewerBy), columns);
        await foreach (var rowsOfChunk in RowChunks.OfAsync(rows, columns.ChunkSize, cancellation))
        {
            foreach (var result in await chunk.WriteAsync(rowsOfChunk, cancellation)) yield return result;
        }
    }
}
