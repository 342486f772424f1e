namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>How the key becomes unique.</summary>
internal enum EnforceWay
{
    /// <summary>A unique index is built, and fails on a duplicate.</summary>
    Build,

    /// <summary>A plain index is built, told to refuse new duplicates, and made unique.</summary>
    Prepare,

    /// <summary>A plain index that is there is told to refuse new duplicates, and made unique.</summary>
    Convert,

    /// <summary>The index stands; another goes.</summary>
    Standing,
}
