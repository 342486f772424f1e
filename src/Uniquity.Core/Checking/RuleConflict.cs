namespace Uniquity.Checking;

/// <summary>What it means when a write is refused for a rule's key.</summary>
public enum RuleConflict
{
    /// <summary>An alarm: two want what only one can have.</summary>
    Exclusive,

    /// <summary>Everyday work: a message that came twice, a write that was tried again.</summary>
    Expected,
}
