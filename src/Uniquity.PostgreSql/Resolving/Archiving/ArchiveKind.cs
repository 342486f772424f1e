namespace Uniquity.PostgreSql.Resolving.Archiving;

/// <summary>What a table of the archive holds.</summary>
internal enum ArchiveKind
{
    /// <summary>Rows that were removed, whole.</summary>
    Removed,

    /// <summary>References that were moved: the row's identity afterwards, the old and the new values.</summary>
    Moved,

    /// <summary>Rows that stayed and were changed by a merge, before and after.</summary>
    Merged,
}
