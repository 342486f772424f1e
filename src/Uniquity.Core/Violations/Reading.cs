namespace Uniquity.Violations;

/// <summary>What was read in a text.</summary>
/// <param name="Violations">The unique violations, each once, in the order in which they first stand.</param>
/// <param name="Related">Related errors that are no unique violation, each code once per line.</param>
public sealed record Reading(IReadOnlyList<Violation> Violations, IReadOnlyList<RelatedError> Related)
{
    /// <summary>A text in which nothing was found.</summary>
    public static Reading Empty { get; } = new([], []);

    /// <summary>
    /// How many violations were read but not kept, because the text holds more distinct ones than are kept in memory.
    /// </summary>
    /// <value>0 where all were kept.</value>
    public long Dropped { get; init; }
}
