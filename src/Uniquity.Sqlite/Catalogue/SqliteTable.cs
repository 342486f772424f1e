using Uniquity.Indexes;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Catalogue;

/// <summary>A table with its columns.</summary>
internal sealed record SqliteTable(TableName Name, IReadOnlyList<SqliteColumn> Columns)
{
    private static readonly string[] RowidNames = ["rowid", "oid", "_rowid_"];

    /// <summary>Whether its rows are stored in the order of a rowid (not <c>WITHOUT ROWID</c>, not virtual).</summary>
    public required bool HasRowid { get; init; }

    /// <summary>The table's name, quoted.</summary>
    public string Sql => SqliteName.Quote(Name.Name);

    /// <summary>The name of the rowid that no column shadows; <see langword="null"/> where there is none.</summary>
    public string? Rowid => HasRowid ? Array.Find(RowidNames, name => Find(name) is null) : null;

    /// <summary>The columns that tell a row from all others, quoted: the primary key, else the rowid.</summary>
    public IReadOnlyList<string> IdColumns
    {
        get
        {
            var key = Columns.Where(c => c.PrimaryKeyPosition > 0).OrderBy(c => c.PrimaryKeyPosition)
                .Select(c => SqliteName.Quote(c.Name)).ToList();
            return key.Count > 0 ? key : Rowid is { } rowid ? [rowid] : [];
        }
    }

    /// <summary>A column by its name in any case.</summary>
    public SqliteColumn? Find(string name)
    {
        foreach (var column in Columns)
        {
            if (SqliteName.Same(column.Name, name)) return column;
        }

        return null;
    }

    /// <summary>The collation by which a key part is compared.</summary>
    public string CollationOf(KeyPart part) =>
        part.Collation ?? (part.Expression ? null : Find(part.Part)?.Collation) ?? "BINARY";

    /// <summary>The affinity that a key part gives to what it is compared with.</summary>
    public SqliteAffinity AffinityOf(KeyPart part) =>
        part.Expression ? SqliteAffinity.None : Find(part.Part)?.Affinity ?? SqliteAffinity.None;

    /// <summary>Whether a key part can be null.</summary>
    public bool CanBeNull(KeyPart part) =>
        part.Expression || Find(part.Part) is not { } column || !(column.NotNull || column.IsRowid);
}
