namespace Uniquity.MongoDb.Loading;

/// <summary>What became of a record.</summary>
internal enum LoadOutcome
{
    /// <summary>It is a new document.</summary>
    Inserted,

    /// <summary>It was written over the document that held its key.</summary>
    Updated,

    /// <summary>Its key was taken, and the document stays.</summary>
    Skipped,

    /// <summary>It was refused.</summary>
    Rejected,
}
