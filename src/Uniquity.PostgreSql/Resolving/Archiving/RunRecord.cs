using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Archiving;

/// <summary>A run with what only its continuation asks for.</summary>
/// <param name="Run">The run.</param>
/// <param name="Table">The object id of its table.</param>
/// <param name="Plan">The plan that it applies, as JSON.</param>
/// <param name="Done">The number of the last group done.</param>
/// <param name="Total">The number of the last group known; 0 before the list is made.</param>
/// <param name="Batches">Batches done.</param>
/// <param name="Since">The oldest transaction whose rows the list may not have seen.</param>
/// <param name="Undoing">Whether an undo was begun and has not ended.</param>
internal sealed record RunRecord(Run Run, long Table, string Plan, long Done, long Total, int Batches, string? Since, bool Undoing);
