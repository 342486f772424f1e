namespace Uniquity.Sqlite.Writing;

/// <summary>A unique index as the schema has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parts">Its parts.</param>
/// <param name="Predicate">The rows that it covers; <see langword="null"/> for all.</param>
internal sealed record CatalogIndex(string Name, IReadOnlyList<CatalogIndexPart> Parts, string? Predicate);
