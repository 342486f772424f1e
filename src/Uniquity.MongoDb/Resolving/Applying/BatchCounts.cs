using System.Runtime.InteropServices;

namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>What a batch did.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchCounts(long Groups, long Removed, long Changed, long Repointed);
