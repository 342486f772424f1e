namespace Uniquity.Diagnosing;

/// <summary>What the writer was doing, as <c>--operation</c> or the refused statement says.</summary>
public enum WriteOperation
{
    /// <summary>An insert of one row.</summary>
    Insert,

    /// <summary>An update.</summary>
    Update,

    /// <summary>An upsert.</summary>
    Upsert,

    /// <summary>A replacement of a whole document.</summary>
    Replace,

    /// <summary>A write of many rows in one call.</summary>
    Bulk,

    /// <summary>The build of an index.</summary>
    IndexBuild,
}
