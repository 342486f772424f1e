using Uniquity.Indexes;

namespace Uniquity.Resolving;

/// <summary>One application of a plan, as its archive records it.</summary>
/// <param name="Id"><c>r-20261120-7f3a</c>.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Table">The table.</param>
/// <param name="Key">The key's parts.</param>
/// <param name="Policy">Policy and merge rules as the command line writes them.</param>
/// <param name="Groups">Groups resolved so far.</param>
/// <param name="Removed">Rows removed so far.</param>
/// <param name="Changed">Rows changed so far.</param>
/// <param name="Repointed">References repointed so far.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it ended, <see langword="null"/> while it has not.</param>
public sealed record Run(
    string Id, RunState State, TableName Table, IReadOnlyList<string> Key, string Policy,
    long Groups, long Removed, long Changed, long Repointed, DateTimeOffset Started, DateTimeOffset? Ended)
{
    /// <summary>Whether an undo of it was begun and has not ended: then <c>undo</c> goes on with it, and <c>resume</c> does not.</summary>
    public bool Undoing { get; init; }
}
