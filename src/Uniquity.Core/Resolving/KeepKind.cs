namespace Uniquity.Resolving;

/// <summary>Which row of a duplicate group stays.</summary>
public enum KeepKind
{
    /// <summary>The one with the smallest primary key.</summary>
    First,

    /// <summary>The one with the largest primary key.</summary>
    Last,

    /// <summary>The one with the latest value of a field.</summary>
    Newest,

    /// <summary>The one with the earliest value of a field.</summary>
    Oldest,

    /// <summary>The one with the largest value of a field.</summary>
    Largest,

    /// <summary>The one with the smallest value of a field.</summary>
    Smallest,

    /// <summary>The one with the fewest nulls; of those, the one with the smallest primary key.</summary>
    MostComplete,
}
