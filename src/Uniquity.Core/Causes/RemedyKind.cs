namespace Uniquity.Causes;

/// <summary>What a remedy changes.</summary>
public enum RemedyKind
{
    /// <summary>Rows.</summary>
    Data,

    /// <summary>A unique index.</summary>
    Index,

    /// <summary>The way the application writes.</summary>
    Write,

    /// <summary>Other code or settings.</summary>
    Code,
}
