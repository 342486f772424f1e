namespace Uniquity.Sqlite.Connecting;

/// <summary>What a connection is for.</summary>
internal enum SqliteAccess
{
    /// <summary>Nothing can be written, not even a table of its own.</summary>
    Read,

    /// <summary>Nothing can be written to the file; tables of its own are in a place of SQLite's that goes with the connection.</summary>
    Plan,

    /// <summary>The file is written.</summary>
    Write,
}
