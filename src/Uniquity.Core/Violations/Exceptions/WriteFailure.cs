namespace Uniquity.Violations;

/// <summary>What a failed write means for trying it again.</summary>
public enum WriteFailure
{
    /// <summary>Nothing that trying again could change: a bug, bad data, a missing table.</summary>
    Permanent,

    /// <summary>The database rolled the write back and says so (a deadlock, a serialisation failure, a busy file): try again.</summary>
    RolledBack,

    /// <summary>The connection broke: the write may have been committed, or not. Try again only where a second write would be noticed.</summary>
    OutcomeUnknown,

    /// <summary>A unique index refused it: the row that is there may be what was sent, or someone else's.</summary>
    UniqueViolation,
}
