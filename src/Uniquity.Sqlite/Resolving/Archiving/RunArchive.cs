using Uniquity.Indexes;
using Uniquity.Sqlite.Resolving.Planning;
using Uniquity.Sqlite.Resolving.Tables;

namespace Uniquity.Sqlite.Resolving.Archiving;

/// <summary>The archive of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Tables">Its tables, in the order of their making.</param>
internal sealed record RunArchive(string Run, IReadOnlyList<ArchiveTable> Tables)
{
    /// <summary>The list of rows to look at, dropped when the run is complete.</summary>
    public string Work => Names.Table($"uniquity_{Run}_work");

    /// <summary>The archive that a context needs.</summary>
    public static RunArchive For(string run, ResolveContext context)
    {
        var graph = context.Graph;
        var tables = new List<ArchiveTable>();
        foreach (var table in graph.Losing) Add(ArchiveKind.Removed, table, []);
        foreach (var table in graph.Moving) Add(ArchiveKind.Moved, table, graph.MovedColumns(table));
        if (context.Merge.Any) Add(ArchiveKind.Merged, graph.Root, context.Merge.Fields);
        return new(run, tables);

        void Add(ArchiveKind kind, TableShape table, IReadOnlyList<string> changed) =>
            tables.Add(ArchiveTable.Of(kind, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"uniquity_{run}_{tables.Count + 1}"), table, changed));
    }

    /// <summary>Where the removed rows of a table go.</summary>
    public ArchiveTable Removed(TableName table) => Tables.First(archive => archive.Kind == ArchiveKind.Removed && archive.Table == table);

    /// <summary>Where the moved references of a table go; <see langword="null"/> where none move.</summary>
    public ArchiveTable? Moved(TableName table) => Tables.FirstOrDefault(archive => archive.Kind == ArchiveKind.Moved && archive.Table == table);

    /// <summary>Where merged rows go.</summary>
    public ArchiveTable Merged => Tables.First(archive => archive.Kind == ArchiveKind.Merged);
}
