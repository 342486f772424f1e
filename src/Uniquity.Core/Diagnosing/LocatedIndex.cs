using Uniquity.Indexes;

namespace Uniquity.Diagnosing;

/// <summary>What the catalogue knows of the names in an error.</summary>
/// <param name="Table">The table, where it was found.</param>
/// <param name="Index">The unique index, where it was found.</param>
/// <param name="Key">The key: the index's, or the wanted one.</param>
internal sealed record LocatedIndex(TableName? Table, UniqueIndex? Index, IReadOnlyList<KeyPart> Key);
