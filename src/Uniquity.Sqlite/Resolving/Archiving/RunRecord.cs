using Uniquity.Resolving;

namespace Uniquity.Sqlite.Resolving.Archiving;

/// <summary>A run with what only its continuation asks for.</summary>
/// <param name="Run">The run.</param>
/// <param name="Plan">The plan that it applies, as JSON.</param>
/// <param name="Done">The number of the last group done.</param>
/// <param name="Total">The number of the last group known.</param>
/// <param name="Batches">Batches done.</param>
/// <param name="Listed">Whether the list of rows to look at is made.</param>
internal sealed record RunRecord(Run Run, string Plan, long Done, long Total, long Batches, bool Listed);
