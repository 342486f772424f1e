using System.Runtime.InteropServices;

namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>What a batch did.</summary>
/// <param name="Removed">Rows removed, children among them.</param>
/// <param name="Changed">Rows merged.</param>
/// <param name="Repointed">References moved.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchCounts(long Removed, long Changed, long Repointed);
