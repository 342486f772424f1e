namespace Uniquity.Loading;

/// <summary>What becomes of a record whose key is taken.</summary>
public enum ConflictKind
{
    /// <summary>The stored row stays; of equal keys in the file, the first counts.</summary>
    Skip,

    /// <summary>The record's fields are written over the stored row; of equal keys in the file, the last counts.</summary>
    Update,

    /// <summary>As update; columns that the record lacks get their defaults.</summary>
    Replace,

    /// <summary>As update, where the record's field is greater than the stored one.</summary>
    Newer,

    /// <summary>The load stops at the first record that cannot be taken.</summary>
    Stop,
}
