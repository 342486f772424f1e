namespace Uniquity.Sqlite.Loading;

/// <summary>What became of a record.</summary>
internal enum RowOutcome
{
    /// <summary>It is a new row.</summary>
    Inserted,

    /// <summary>It was written over the row that held its key.</summary>
    Updated,

    /// <summary>Its key was taken, and the row stays.</summary>
    Skipped,

    /// <summary>It was refused.</summary>
    Rejected,
}
