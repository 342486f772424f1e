namespace Uniquity.Causes;

/// <summary>What a remedy locks while it runs.</summary>
public enum RemedyLock
{
    /// <summary>Nothing that others wait for.</summary>
    None,

    /// <summary>The rows it touches.</summary>
    Row,

    /// <summary>The table, for a moment (<c>table, briefly</c>).</summary>
    TableBriefly,

    /// <summary>The table, for as long as it runs.</summary>
    Table,
}
