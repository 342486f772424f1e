namespace Uniquity.Loading;

/// <summary>Records that are written in one transaction.</summary>
/// <param name="Records">The records in the order of the file, unreadable ones among them.</param>
/// <param name="Fields">The column of each field so far; empty for a field that is left out.</param>
public sealed record LoadChunk(IReadOnlyList<LoadRecord> Records, IReadOnlyList<string> Fields);
