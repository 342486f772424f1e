using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>A run as the archive keeps it.</summary>
/// <param name="Run">The run; one whose process has died still says running.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Done">The last item that is done.</param>
/// <param name="Total">The last item.</param>
/// <param name="Batches">The batches that are done.</param>
/// <param name="Listed">Whether the list of items is complete.</param>
internal sealed record RunRecord(Run Run, string Plan, long Done, long Total, long Batches, bool Listed)
{
    /// <summary>The last batch whose archive is complete: its changes may have begun.</summary>
    public long Archived { get; init; }
}
