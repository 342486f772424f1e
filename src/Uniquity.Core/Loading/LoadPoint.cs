namespace Uniquity.Loading;

/// <summary>How far a load is: what the last transaction left.</summary>
/// <param name="Inserted">Records that became new rows.</param>
/// <param name="Updated">Records that were written over a row.</param>
/// <param name="Skipped">Records whose key was taken and whose row was left.</param>
/// <param name="Rejected">Records that could not be taken, each with a reason.</param>
/// <param name="RejectBytes">The length of the file of rejects by then.</param>
public sealed record LoadPoint(long Inserted, long Updated, long Skipped, long Rejected, long RejectBytes)
{
    /// <summary>Records read: always the sum of the others.</summary>
    public long Read => Inserted + Updated + Skipped + Rejected;

    /// <summary>Nothing yet.</summary>
    public static LoadPoint Start { get; } = new(0, 0, 0, 0, 0);
}
