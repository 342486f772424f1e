namespace Uniquity.Polly;

/// <summary>What is done about a failed write.</summary>
public enum UniqueWriteAction
{
    /// <summary>The failure is passed on: a bug, or a conflict that the caller has to decide.</summary>
    Throw,

    /// <summary>The write is tried again.</summary>
    Retry,

    /// <summary>The stored row is what was sent: success.</summary>
    Accept,
}
