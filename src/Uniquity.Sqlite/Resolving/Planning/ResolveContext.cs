using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving.Tables;

namespace Uniquity.Sqlite.Resolving.Planning;

/// <summary>A request with all that the catalogue says about it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Graph">The tables that it can touch.</param>
/// <param name="Keyed">Its rows with their keys.</param>
/// <param name="Merge">Its merge rules.</param>
internal sealed record ResolveContext(ResolveRequest Request, ResolveGraph Graph, KeyedRows Keyed, MergeSql Merge);
