namespace Uniquity.Benchmarks.Writing;

/// <summary>A row of the benchmarks.</summary>
internal sealed class Member
{
    /// <summary>Numbered by the database.</summary>
    public long Id { get; set; }

    /// <summary>The key.</summary>
    public string Email { get; set; } = "";

    /// <summary>A text.</summary>
    public string Name { get; set; } = "";

    /// <summary>A number.</summary>
    public int Points { get; set; }

    /// <summary>A time.</summary>
    public DateTime Seen { get; set; }
}
