namespace Uniquity.Duplicates;

/// <summary>Finds duplicate groups by one statement that the engine runs; what comes back is streamed.</summary>
public interface IDuplicateFinder
{
    /// <summary>Counts, and fetches the largest groups.</summary>
    ValueTask<DuplicateReport> CountAsync(DuplicateQuery query, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Counts, and hands on every group; in one pass where the engine can do both at once.</summary>
    /// <param name="query">The question.</param>
    /// <param name="idsPerGroup">The most row ids of a group that is handed on; the report has its own.</param>
    /// <param name="each">Takes a group; they come in no promised order, and nothing is kept of them here.</param>
    /// <param name="progress">Learns how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    async ValueTask<DuplicateReport> CountAsync(DuplicateQuery query, int idsPerGroup, Action<DuplicateGroup> each, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        var report = await CountAsync(query, progress, cancellationToken).ConfigureAwait(false);
        await foreach (var group in ListAsync(query with { IdsPerGroup = idsPerGroup }, cancellationToken).ConfigureAwait(false)) each(group);
        return report;
    }

    /// <summary>Streams every group, in bounded memory, in no promised order.</summary>
    IAsyncEnumerable<DuplicateGroup> ListAsync(DuplicateQuery query, CancellationToken cancellationToken);
}
