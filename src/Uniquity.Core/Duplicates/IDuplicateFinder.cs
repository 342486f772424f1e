namespace Uniquity.Duplicates;

/// <summary>Finds duplicate groups by one statement that the engine runs; what comes back is streamed.</summary>
public interface IDuplicateFinder
{
    /// <summary>Counts, and fetches the largest groups.</summary>
    ValueTask<DuplicateReport> CountAsync(DuplicateQuery query, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Streams every group, in bounded memory, in no promised order.</summary>
    IAsyncEnumerable<DuplicateGroup> ListAsync(DuplicateQuery query, CancellationToken cancellationToken);
}
