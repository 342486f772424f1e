using Uniquity.Indexes;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Archiving;

/// <summary>The tables of one run's archive.</summary>
/// <param name="Run">The run.</param>
/// <param name="Tables">Its tables, in the order of their making.</param>
internal sealed record RunArchive(string Run, IReadOnlyList<ArchiveTable> Tables)
{
    /// <summary>The list of rows to look at, dropped when the run is complete.</summary>
    public SqlText Work => SqlText.Name(new TableName(ArchiveTable.Schema, $"{Run}_work"));

    /// <summary>The archive that a graph needs.</summary>
    public static RunArchive For(string run, ResolveGraph graph, bool merges)
    {
        var tables = new List<ArchiveTable>();
        foreach (var table in graph.Losing) Add(ArchiveKind.Removed, table, []);
        foreach (var table in graph.Moving) Add(ArchiveKind.Moved, table, graph.MovedColumns(table));
        foreach (var reference in graph.Direct) Add(ArchiveKind.Moved, graph.Tables[reference.Child], reference.ChildColumns);
        if (merges) Add(ArchiveKind.Merged, graph.Root, []);
        return new(run, tables);

        void Add(ArchiveKind kind, TableShape table, IReadOnlyList<string> moved) => tables.Add(ArchiveTable.Of(kind, $"{run}_{tables.Count + 1}", table, moved));
    }

    /// <summary>Where the removed rows of a table go.</summary>
    public ArchiveTable Removed(TableName table) => Tables.First(archive => archive.Kind == ArchiveKind.Removed && archive.Table == table);

    /// <summary>Where the moved references of a table go.</summary>
    public ArchiveTable Moved(TableName table) => Tables.First(archive => archive.Kind == ArchiveKind.Moved && archive.Table == table);

    /// <summary>Where merged rows go.</summary>
    public ArchiveTable Merged => Tables.First(archive => archive.Kind == ArchiveKind.Merged);
}
