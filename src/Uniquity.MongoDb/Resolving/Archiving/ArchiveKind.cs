namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>What an entry of the archive holds.</summary>
internal enum ArchiveKind
{
    /// <summary>A document that went.</summary>
    Removed,

    /// <summary>A document that was merged, as it was.</summary>
    Before,

    /// <summary>The same, as it became; it follows at once.</summary>
    After,

    /// <summary>References of a document, with their values of before and after.</summary>
    Moved,

    /// <summary>Bytes of the document of the entry before it, which is too large, or too odd, to stand inside another.</summary>
    Part,
}
