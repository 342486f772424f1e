using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>How a database stands against its rules.</summary>
public sealed record CheckReport
{
    /// <summary>Rules that an index enforces.</summary>
    public required IReadOnlyList<HeldRule> Held { get; init; }

    /// <summary>Rules that nothing enforces.</summary>
    public required IReadOnlyList<MissingRule> Missing { get; init; }

    /// <summary>Unique indexes that no rule wants.</summary>
    /// <remarks>A primary key is never among them: it is the table's identity, and a rule can name it but need not.</remarks>
    public required IReadOnlyList<UniqueIndex> Extra { get; init; }

    /// <summary>Rules whose key an index has, with other options.</summary>
    public required IReadOnlyList<DifferentRule> Different { get; init; }

    /// <summary>Rules that the rows break now.</summary>
    public required IReadOnlyList<ViolatedRule> Violated { get; init; }

    /// <summary>What was not checked.</summary>
    public required IReadOnlyList<UncheckedRule> NotChecked { get; init; }

    /// <summary>Whether the database and the rules differ.</summary>
    public bool Drift => Missing.Count + Extra.Count + Different.Count + Violated.Count > 0;
}
