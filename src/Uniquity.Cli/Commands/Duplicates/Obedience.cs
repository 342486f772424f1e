using Uniquity.Duplicates;
using Uniquity.Indexes;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>Whether the data of a table obeys one of its unique indexes.</summary>
/// <param name="Index">The index.</param>
/// <param name="Report">The groups that should not be.</param>
internal sealed record Obedience(UniqueIndex Index, DuplicateReport Report)
{
    /// <summary>No two rows share a key.</summary>
    public bool Obeyed => Report.Groups == 0;
}
