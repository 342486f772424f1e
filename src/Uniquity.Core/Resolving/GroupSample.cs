using Uniquity.Facts;

namespace Uniquity.Resolving;

/// <summary>One group before and after.</summary>
/// <param name="Before">Its rows, the one that stays first.</param>
/// <param name="After">The row that stays, as it will be.</param>
public sealed record GroupSample(IReadOnlyList<Row> Before, Row After);
