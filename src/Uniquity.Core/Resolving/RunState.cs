namespace Uniquity.Resolving;

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>Recorded, and nothing changed yet.</summary>
    Planned,

    /// <summary>A process is at it now.</summary>
    Running,

    /// <summary>Its process ended before its work; whole batches are done. <c>resume</c> goes on, <c>undo</c> goes back.</summary>
    Interrupted,

    /// <summary>Done.</summary>
    Complete,

    /// <summary>Every row is back.</summary>
    Undone,

    /// <summary>Rows are back except those that were changed since.</summary>
    PartlyUndone,
}
