using Uniquity.Duplicates;
using Uniquity.Indexes;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>Whether the data of a table obeys one of its unique indexes.</summary>
/// <param name="Index">The index.</param>
/// <param name="Report">The groups that should not be.</param>
internal sealed record Obedience(UniqueIndex Index, DuplicateReport Report)
{
    /// <summary>Why its keys could not be counted; <see langword="null"/> where they were.</summary>
    public string? NotCounted { get; init; }

    /// <summary>An index whose keys only the server works out.</summary>
    public static Obedience Unknown(UniqueIndex index, string why) =>
        new(index, new() { Table = index.Table, Key = index.Key, Rows = 0, Groups = 0, ExcessRows = 0, NullKeyRows = 0, NullsCounted = false, Top = [], Query = "" }) { NotCounted = why };

    /// <summary>No two rows share a key, as far as they were counted.</summary>
    public bool Obeyed => Report.Groups == 0;
}
