namespace Uniquity.Sqlite.Resolving.Archiving;

/// <summary>What a table of an archive holds.</summary>
internal enum ArchiveKind
{
    /// <summary>Rows that went.</summary>
    Removed,

    /// <summary>References that moved: what they were, and what they became.</summary>
    Moved,

    /// <summary>Rows that stayed and changed: as they were, and as they became.</summary>
    Merged,
}
