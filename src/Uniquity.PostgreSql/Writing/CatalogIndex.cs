namespace Uniquity.PostgreSql.Writing;

/// <summary>A unique index as the catalog has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parts">Its parts: the number of a column, or an expression; with the collation where it is not the column's.</param>
/// <param name="Predicate">Its predicate.</param>
/// <param name="Primary">Whether it is the primary key's.</param>
/// <param name="Immediate">Whether it refuses at once; a deferrable constraint does not, and cannot decide ON CONFLICT.</param>
/// <param name="Usable">Whether it is built.</param>
/// <param name="NullsEqual">Whether two nulls are the same key.</param>
internal sealed record CatalogIndex(
    string Name, IReadOnlyList<(int Column, string Sql, string? Collation)> Parts, string? Predicate, bool Primary, bool Immediate, bool Usable, bool NullsEqual);
