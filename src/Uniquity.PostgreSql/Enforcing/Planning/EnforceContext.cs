using Uniquity.Indexes;
using Uniquity.PostgreSql.Indexes;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>What a plan and its application know of the table and the index.</summary>
/// <param name="Table">The table.</param>
/// <param name="Wanted">The index, with its final name.</param>
/// <param name="Unfinished">An unfinished build of the same index under that name.</param>
/// <param name="Replaced">The index whose place is taken.</param>
/// <param name="Parts">The key's types; only for a guard.</param>
/// <param name="Hash">The function that hashes keys; only for a guard.</param>
/// <param name="Lookups">The lookup indexes that a guard left.</param>
/// <param name="Guarded">Whether a guard of an earlier call stands.</param>
internal sealed record EnforceContext(
    TableState Table, WantedIndex Wanted, UniqueIndex? Unfinished, Replaced? Replaced, IReadOnlyList<PartSql> Parts, string? Hash, IReadOnlyList<TableName> Lookups, bool Guarded)
{
    /// <summary>Whether the index itself stands already, and only what follows is left to do.</summary>
    public bool Standing { get; init; }

    /// <summary>The name that the index takes when the one it replaces is gone; <see langword="null"/> to keep its own.</summary>
    public string? Rename { get; init; }

    /// <summary>The guard's names.</summary>
    public Guarding.Guard Guard => new(Table.Oid);
}
