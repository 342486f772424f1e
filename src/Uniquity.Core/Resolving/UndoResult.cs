namespace Uniquity.Resolving;

/// <summary>What an undo did.</summary>
/// <param name="Run">The run as it stands now.</param>
/// <param name="Restored">Rows that are back.</param>
/// <param name="Repointed">References that are back.</param>
/// <param name="Left">Rows left as they are because they were changed since, each with its table, id and the reason.</param>
public sealed record UndoResult(Run Run, long Restored, long Repointed, IReadOnlyList<string> Left);
