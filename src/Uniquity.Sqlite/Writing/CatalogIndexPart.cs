using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Writing;

/// <summary>A part of a unique index.</summary>
/// <param name="Column">The column; <see langword="null"/> for an expression.</param>
/// <param name="Expression">The expression as written; <see langword="null"/> for a column.</param>
/// <param name="Collation">The collation by which it compares, which may not be the column's; <see langword="null"/> for a rowid.</param>
internal sealed record CatalogIndexPart(string? Column, string? Expression, string? Collation)
{
    /// <summary>The part as ON CONFLICT finds it, and as a row is found by it.</summary>
    public string Sql => (Column is null ? $"({Expression})" : SqliteName.Always(Column)) + (Collation is null ? "" : $" COLLATE {SqliteName.Always(Collation)}");
}
