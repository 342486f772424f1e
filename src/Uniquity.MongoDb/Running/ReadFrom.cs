namespace Uniquity.MongoDb.Running;

/// <summary>Which member of a replica set answers (<c>mongoc_read_mode_t</c>).</summary>
internal enum ReadFrom
{
    /// <summary>The primary: the only one whose answer decides what a write meets.</summary>
    Primary = 1,

    /// <summary>A secondary: what a stale check sees.</summary>
    Secondary = 2,
}
