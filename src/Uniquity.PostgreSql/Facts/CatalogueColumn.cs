using Uniquity.Facts;

namespace Uniquity.PostgreSql.Facts;

/// <summary>A column with what only this engine's statements ask for.</summary>
/// <param name="Column">The column.</param>
/// <param name="Readable">Whether this user may read it.</param>
/// <param name="Collation">Its collation as a COLLATE clause spells it, where that is not the database's.</param>
/// <param name="Sequence">The sequence that it owns, quoted, with its schema.</param>
internal sealed record CatalogueColumn(Column Column, bool Readable, string? Collation, string? Sequence);
