using System.Runtime.CompilerServices;

namespace Uniquity.Writing;

/// <summary>Cuts rows into chunks.</summary>
internal static class RowChunks
{
    /// <summary>Chunks of a size, the last of them smaller; none is empty.</summary>
    public static async IAsyncEnumerable<List<T>> OfAsync<T>(IAsyncEnumerable<T> rows, int size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var chunk = new List<T>(Math.Min(size, 1_024));
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            chunk.Add(row);
            if (chunk.Count < size) continue;
            yield return chunk;
            chunk = new List<T>(Math.Min(size, 1_024));
        }

        if (chunk.Count > 0) yield return chunk;
    }
}
