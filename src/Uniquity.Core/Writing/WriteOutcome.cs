namespace Uniquity.Writing;

/// <summary>What a write did.</summary>
public enum WriteOutcome
{
    /// <summary>The row is new.</summary>
    Inserted,

    /// <summary>A row with the key was there, and was changed.</summary>
    Updated,

    /// <summary>A row with the key was there, and was left as it is.</summary>
    Existing,

    /// <summary>Another row of the same batch has the same key and took its place: the last one, or the newest.</summary>
    Superseded,

    /// <summary>Another unique index refused the row; nothing of it was written.</summary>
    Rejected,
}
