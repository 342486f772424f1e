namespace Uniquity.Checking;

/// <summary>A rule of which something could not be, or was not to be, checked.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="What"><c>index</c> or <c>data</c>.</param>
/// <param name="Why">The reason.</param>
public sealed record UncheckedRule(Rule Rule, string What, string Why);
