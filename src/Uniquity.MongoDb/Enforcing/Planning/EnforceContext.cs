using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>What a plan is made of.</summary>
/// <param name="Wanted">The index, with its name.</param>
/// <param name="Way">How it comes about.</param>
/// <param name="Abilities">What the server can do.</param>
internal sealed record EnforceContext(WantedIndex Wanted, EnforceWay Way, ServerAbilities Abilities)
{
    /// <summary>The plain index that becomes unique, where it is there already.</summary>
    public ListedIndex? Existing { get; init; }

    /// <summary>The index that goes.</summary>
    public ListedIndex? Replaced { get; init; }

    /// <summary>Whether somebody else builds the index at this moment.</summary>
    public bool Joins { get; init; }

    /// <summary>Whether the guard is up before duplicates are resolved.</summary>
    public bool GuardFirst { get; init; }

    /// <summary>The specification that is sent.</summary>
    public BsonDocument Specification => Wanted.Specification(
        Wanted.Name, Way == EnforceWay.Build ? "unique" : Abilities.BuildsAsUnique ? "buildAsUnique" : null);
}
