using Uniquity.Facts;

namespace Uniquity.Sqlite.Catalogue;

/// <summary>A column as the catalogue describes it.</summary>
internal sealed record SqliteColumn(string Name, string Type, bool NotNull, string? Default)
{
    /// <summary>Its place in the primary key, from 1; 0 where it is not part of it.</summary>
    public int PrimaryKeyPosition { get; init; }

    /// <summary>Whether it is computed from others.</summary>
    public bool Generated { get; init; }

    /// <summary>Whether it is another name of the rowid: <c>INTEGER PRIMARY KEY</c>.</summary>
    public bool IsRowid { get; init; }

    /// <summary>Whether a rowid is never given twice: <c>AUTOINCREMENT</c>.</summary>
    public bool AutoIncrement { get; init; }

    /// <summary>The collation that comparisons use by default.</summary>
    public string Collation { get; init; } = "BINARY";

    /// <summary>Whether it is declared for bytes.</summary>
    public bool IsBlob => Type.Equals("BLOB", StringComparison.OrdinalIgnoreCase);

    /// <summary>The affinity by the rules for declared types, which are tried in this order.</summary>
    public SqliteAffinity Affinity
    {
        get
        {
            bool Says(string word) => Type.Contains(word, StringComparison.OrdinalIgnoreCase);
            if (Says("INT")) return SqliteAffinity.Numeric;
            if (Says("CHAR") || Says("CLOB") || Says("TEXT")) return SqliteAffinity.Text;
            return Type.Length == 0 || Says("BLOB") ? SqliteAffinity.None : SqliteAffinity.Numeric;
        }
    }

    /// <summary>The column as causes ask for it. A column without a type can hold text, so it counts as text.</summary>
    public Column ToColumn() => new(
        Name,
        Type,
        Affinity == SqliteAffinity.Text || Type.Length == 0,
        !NotNull && !IsRowid,
        AutoIncrement ? "AUTOINCREMENT"
            : IsRowid ? "rowid"
            : Generated ? "generated"
            : string.Equals(Default, "NULL", StringComparison.OrdinalIgnoreCase) ? null : Default)
    { Primary = PrimaryKeyPosition > 0 };
}
