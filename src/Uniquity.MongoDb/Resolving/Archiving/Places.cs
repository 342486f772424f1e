using Uniquity.MongoDb.Catalogue;

namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>The collections of the archive, in the database itself.</summary>
internal static class Places
{
    /// <summary>A document for each run.</summary>
    public const string Runs = CollectionReader.ArchivePrefix + "runs";

    /// <summary>A document for each load that is not complete.</summary>
    public const string Loads = CollectionReader.ArchivePrefix + "loads";

    /// <summary>A document for each collection that a process works at.</summary>
    public const string Locks = CollectionReader.ArchivePrefix + "locks";

    /// <summary>What a run has removed, changed and moved.</summary>
    public static string Archive(string run) => CollectionReader.ArchivePrefix + run;

    /// <summary>What a run has still to look at.</summary>
    public static string Work(string run) => Archive(run) + ".work";
}
