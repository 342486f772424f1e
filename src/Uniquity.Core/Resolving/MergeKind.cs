namespace Uniquity.Resolving;

/// <summary>What becomes of a field of the row that stays.</summary>
public enum MergeKind
{
    /// <summary>It stays as it is.</summary>
    Keep,

    /// <summary>Where it is null, the first value of the other rows in the order of the policy.</summary>
    Fill,

    /// <summary>The largest value of the group.</summary>
    Max,

    /// <summary>The smallest value of the group.</summary>
    Min,

    /// <summary>The sum over the group.</summary>
    Sum,

    /// <summary>Every element that an array of the group has, each once.</summary>
    Union,

    /// <summary>The longest text of the group.</summary>
    Longest,
}
