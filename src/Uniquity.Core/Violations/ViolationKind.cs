namespace Uniquity.Violations;

/// <summary>What the database refused.</summary>
public enum ViolationKind
{
    /// <summary>A write that would have made a second row of one key.</summary>
    Write,

    /// <summary>The build of a unique index over rows that already share a key.</summary>
    IndexBuild,
}
