using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Writing;

/// <summary>A table as race-free writes need to know it.</summary>
/// <param name="Schema">The database that it is in: <c>main</c>, <c>temp</c> or the name of an attached one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Indexes">Its unique indexes, in the order in which SQLite looks through them.</param>
internal sealed record CatalogTable(string Schema, string Name, IReadOnlyList<CatalogColumn> Columns, IReadOnlyList<CatalogIndex> Indexes)
{
    private static readonly string[] RowidNames = ["rowid", "oid", "_rowid_"];

    /// <summary>Whether its rows are stored by rowid.</summary>
    public required bool HasRowid { get; init; }

    /// <summary>The column that is another name of the rowid; <see langword="null"/> for none.</summary>
    public string? RowidColumn { get; init; }

    /// <summary>The table's name, quoted.</summary>
    public string Sql => $"{SqliteName.Always(Schema)}.{SqliteName.Always(Name)}";

    /// <summary>What tells a row from all others, as one expression.</summary>
    /// <remarks>A table whose columns shadow every name of the rowid has it under the last of them only where that is its own rowid.</remarks>
    public string Identity
    {
        get
        {
            if (RowidColumn is not null) return SqliteName.Always(RowidColumn);
            if (HasRowid) return Array.Find(RowidNames, name => !Columns.Any(column => SqliteName.Same(column.Name, name))) ?? Row(Columns);
            return Row(Columns.Where(column => column.PrimaryKeyPosition > 0));
        }
    }

    private static string Row(IEnumerable<CatalogColumn> columns) => string.Join(" || ',' || ", columns.Select(column => $"quote({SqliteName.Always(column.Name)})"));
}
