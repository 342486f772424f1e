namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>Chooses how many groups a transaction takes, by the time that the last one took.</summary>
/// <param name="asked">The number that a person asked for; <see langword="null"/> to choose.</param>
/// <param name="scans">Whether every batch reads a whole table: then few large ones are better than many that each read it.</param>
internal sealed class BatchSize(int? asked, bool scans)
{
    private const long First = 500;
    private const long FirstWithScans = 20_000;
    private const long Most = 100_000;

    /// <summary>A transaction aims at this, so that one that takes longer than its like stays under a second.</summary>
    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(500);

    /// <summary>Groups of the next transaction.</summary>
    public long Groups { get; private set; } = asked ?? (scans ? FirstWithScans : First);

    /// <summary>Learns from a batch; grows by no more than four at once.</summary>
    public void Took(long groups, TimeSpan time)
    {
        if (asked is not null || groups <= 0) return;
        var factor = Math.Clamp(Aim / TimeSpan.FromMilliseconds(Math.Max(time.TotalMilliseconds, 1)), 0.25, 4);
        Groups = Math.Clamp((long)(groups * factor), scans ? FirstWithScans : 1, Most);
    }
}
