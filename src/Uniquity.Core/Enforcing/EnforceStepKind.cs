namespace Uniquity.Enforcing;

/// <summary>What a step of <c>enforce</c> or <c>drop-index</c> is for.</summary>
public enum EnforceStepKind
{
    /// <summary>What an earlier call left is removed.</summary>
    CleanUp,

    /// <summary>Writers of a key that is there already are refused from now on.</summary>
    Guard,

    /// <summary>Duplicates are resolved, with their archive.</summary>
    Resolve,

    /// <summary>The index is built.</summary>
    Build,

    /// <summary>The index is looked at: complete, and enforcing.</summary>
    Verify,

    /// <summary>The index becomes a constraint.</summary>
    Constrain,

    /// <summary>The index that is replaced, or is not wanted, goes.</summary>
    Drop,

    /// <summary>The guard goes.</summary>
    Unguard,

    /// <summary>An index that refuses new duplicates already becomes unique.</summary>
    Convert,
}
