namespace Uniquity.Causes;

/// <summary>One observed fact.</summary>
/// <param name="Fact">What was seen, with names and measured values.</param>
/// <param name="Query">
/// A read-only statement that shows the same when run as it stands in psql, sqlite3 or mongosh; <see langword="null"/> where
/// the fact stands in the error text itself.
/// </param>
public sealed record Evidence(string Fact, string? Query);
