namespace Uniquity.Resolving;

/// <summary>What becomes of rows that refer to a row that goes.</summary>
public enum ChildrenPolicy
{
    /// <summary>They refer to the row kept. The default.</summary>
    Repoint,

    /// <summary>They go too, archived like the others.</summary>
    Delete,

    /// <summary>The resolution is refused where there are any.</summary>
    Refuse,
}
