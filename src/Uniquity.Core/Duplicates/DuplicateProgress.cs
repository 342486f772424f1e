namespace Uniquity.Duplicates;

/// <summary>How far a scan has come.</summary>
/// <param name="Done">Rows or groups done.</param>
/// <param name="Total">Of how many, by the planner's estimate; <see langword="null"/> where the engine cannot say.</param>
/// <param name="What">What is being counted: <c>rows</c> or <c>groups</c>.</param>
public readonly record struct DuplicateProgress(long Done, long? Total, string What);
