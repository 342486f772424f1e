namespace Uniquity.PostgreSql.Probes;

/// <summary>A sequence that fills a column.</summary>
/// <param name="Name">Its name with the schema, quoted.</param>
/// <param name="Increment">By how much it counts; negative where it counts down.</param>
/// <param name="Cycles">Whether it begins again at its other end.</param>
internal sealed record Sequence(string Name, long Increment, bool Cycles)
{
    /// <summary>The aggregate that gives the value farthest in its direction.</summary>
    public string Farthest => Increment > 0 ? "max" : "min";

    /// <summary>Whether a value lies beyond another in the direction of counting.</summary>
    public bool IsBeyond(long value, long other) => Increment > 0 ? value > other : value < other;
}
