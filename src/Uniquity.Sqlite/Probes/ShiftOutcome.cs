using Uniquity.Statements;

namespace Uniquity.Sqlite.Probes;

/// <summary>What an UPDATE over a key would leave behind.</summary>
/// <param name="Update">The statement.</param>
/// <param name="Collisions">Keys that several rows would share in the end, up to a handful.</param>
/// <param name="EndStateQuery">Shows them.</param>
/// <param name="Met">Rows that move to a key which another holds until it moves too.</param>
/// <param name="MetQuery">Counts them.</param>
/// <param name="OnlyPositive">Whether every key, before and after, is a number above zero.</param>
internal sealed record ShiftOutcome(
    SqlStatement Update, int Collisions, string EndStateQuery, long Met, string MetQuery, bool OnlyPositive);
