using System.Runtime.InteropServices;

namespace Uniquity.Resolving;

/// <summary>How far a run, an undo or a resume has come, told after every committed batch.</summary>
/// <param name="Groups">Groups done.</param>
/// <param name="Total">Of how many.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ResolveProgress(long Groups, long Total);
