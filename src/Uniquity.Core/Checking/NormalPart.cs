namespace Uniquity.Checking;

/// <summary>A key part in its normal form: two parts that compare alike are equal.</summary>
/// <param name="Text">The column or expression, in a form that only serves comparison.</param>
/// <param name="Collation">The collation that it compares under; <see langword="null"/> where its type has none.</param>
public sealed record NormalPart(string Text, string? Collation);
