using System.Runtime.InteropServices;

namespace Uniquity.PostgreSql.Loading;

/// <summary>What became of the rows of a chunk.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Tally(long Inserted, long Updated, long Skipped)
{
    /// <summary>Both together.</summary>
    public static Tally operator +(Tally left, Tally right) => new(left.Inserted + right.Inserted, left.Updated + right.Updated, left.Skipped + right.Skipped);
}
