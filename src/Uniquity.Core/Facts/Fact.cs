namespace Uniquity.Facts;

/// <summary>A value that was read from the live database, with the statement that shows it to anyone.</summary>
/// <param name="Value">What was read.</param>
/// <param name="Query">A read-only statement that runs as it stands in the engine's own shell; values stand in it as literals.</param>
/// <typeparam name="T">The kind of value.</typeparam>
public sealed record Fact<T>(T Value, string Query);
