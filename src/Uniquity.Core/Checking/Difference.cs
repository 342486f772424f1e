namespace Uniquity.Checking;

/// <summary>One thing in which a unique index is not as its rule wants it.</summary>
/// <param name="What"><c>filter</c>, <c>nulls</c>, <c>collation</c>, <c>fold</c> or <c>name</c>.</param>
/// <param name="Rule">What the rule says; <see langword="null"/> for nothing.</param>
/// <param name="Index">What the index has; <see langword="null"/> for nothing.</param>
public sealed record Difference(string What, string? Rule, string? Index);
