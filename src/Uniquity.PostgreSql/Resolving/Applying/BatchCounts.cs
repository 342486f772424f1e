using System.Runtime.InteropServices;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>What a batch did.</summary>
/// <param name="Removed">Rows removed, children included.</param>
/// <param name="Changed">Rows that stayed and changed.</param>
/// <param name="Repointed">References moved.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchCounts(long Removed, long Changed, long Repointed);
