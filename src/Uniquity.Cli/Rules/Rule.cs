namespace Uniquity.Cli.Rules;

/// <summary>A unique key that someone wants, as a rules file writes it.</summary>
/// <param name="On">The table.</param>
/// <param name="Key">The parts of the key.</param>
/// <param name="Where">The filter, or <see langword="null"/>.</param>
/// <param name="Expected">Whether a conflict on it is expected (idempotency) rather than an alarm.</param>
internal sealed record Rule(string On, IReadOnlyList<string> Key, string? Where, bool Expected);
