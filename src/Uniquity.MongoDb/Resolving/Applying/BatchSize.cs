namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>How many items a batch takes: as many as half a second allows, unless a person has said so.</summary>
/// <param name="asked">What the person has said.</param>
/// <param name="scans">Whether every batch reads a whole collection of references.</param>
internal sealed class BatchSize(int? asked, bool scans)
{
    private const long First = 500;
    private const long FirstWithScans = 10_000;
    private const long Most = 10_000;

    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(500);

    /// <summary>The items of the next batch.</summary>
    public long Items { get; private set; } = asked ?? (scans ? FirstWithScans : First);

    /// <summary>Learns from a batch.</summary>
    public void Took(long items, TimeSpan time)
    {
        if (asked is not null || items <= 0) return;
        var factor = Math.Clamp(Aim / TimeSpan.FromMilliseconds(Math.Max(time.TotalMilliseconds, 1)), 0.25, 4);
        Items = Math.Clamp((long)(items * factor), scans ? FirstWithScans : 1, Most);
    }
}
