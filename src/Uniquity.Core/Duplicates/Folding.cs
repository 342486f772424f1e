namespace Uniquity.Duplicates;

/// <summary>Differences between keys that a person wants to count as none.</summary>
[Flags]
public enum Folding
{
    /// <summary>Keys are compared as the index compares them.</summary>
    None = 0,

    /// <summary>Upper and lower case are one.</summary>
    Case = 1,

    /// <summary>White space around a key is dropped, and inside it a run counts as one space.</summary>
    Space = 2,

    /// <summary>Unicode forms are one (normalised to NFKC).</summary>
    Unicode = 4,
}
