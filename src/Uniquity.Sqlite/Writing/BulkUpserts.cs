using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Uniquity.Writing;

namespace Uniquity.Sqlite.Writing;

/// <summary>Cuts rows into chunks and writes each of them whole.</summary>
internal static class BulkUpserts
{
    /// <summary>In the caller's transaction if there is one, else each chunk in its own.</summary>
    public static async IAsyncEnumerable<WriteResult<T>> RunAsync<T>(
        SqliteConnection connection, IAsyncEnumerable<T> rows, Expression<Func<T, object?>> key, UpsertOptions<T> options, string? table,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ChunkSize, 1, nameof(options));
        await foreach (var chunk in RowChunks.OfAsync(rows, options.ChunkSize, cancellation))
        {
            var results = await SchemaChange.RetryAsync(connection, () => Chunk(connection, key, options, table).WriteAsync(chunk, cancellation));
            foreach (var result in results) yield return result;
        }
    }

    private static BulkChunk<T> Chunk<T>(SqliteConnection connection, Expression<Func<T, object?>> key, UpsertOptions<T> options, string? table)
    {
        var writer = WriterCache.Get(connection, key, table);
        return new(connection, writer, UpsertColumns.Of(writer.Table, options));
    }
}
