namespace Uniquity.Sqlite.Catalogue;

/// <summary>What a column makes of the values that are stored in it (https://www.sqlite.org/datatype3.html, section 3).</summary>
internal enum SqliteAffinity
{
    /// <summary>Values stay what they are.</summary>
    None,

    /// <summary>Numbers become text.</summary>
    Text,

    /// <summary>Text that reads as a number becomes one.</summary>
    Numeric,
}
