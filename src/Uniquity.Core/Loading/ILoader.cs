using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Loading;

/// <summary>Writes records into a table, a chunk in a transaction.</summary>
/// <remarks>
/// Not safe for concurrent use. How far a load is stands in the database, written by the chunk's own transaction: a process killed
/// at any moment leaves whole chunks, and no record is written twice or missed by the load that resumes it.
/// </remarks>
public interface ILoader : IAsyncDisposable
{
    /// <summary>How many records it takes at once; a transaction may span several calls.</summary>
    int MostRecords { get; }

    /// <summary>Records of a transaction at most, where nobody says how many.</summary>
    /// <value>50,000.</value>
    int UsualBatch => 50_000;

    /// <summary>Whether values of JSON keep the types that MongoDB's Extended JSON gives them: objects come as their text, whatever they stand for.</summary>
    bool KeepsTypes => false;

    /// <summary>The statements run so far.</summary>
    IReadOnlyList<string> StatementLog { get; }

    /// <summary>Makes a table of text columns.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="key">The columns of its primary key; may be empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UsageException">The key is not among the columns, or there are none.</exception>
    ValueTask CreateTableAsync(string name, IReadOnlyList<string> columns, IReadOnlyList<string> key, CancellationToken cancellationToken);

    /// <summary>Begins, or goes on.</summary>
    /// <returns>How far the load is: the records to leave out, and the length of the file of rejects.</returns>
    /// <exception cref="RefusedException">There is nothing to resume, the file has changed since, or another process is at it.</exception>
    /// <exception cref="UsageException">The key has no unique index, or a field no column.</exception>
    ValueTask<LoadPoint> BeginAsync(LoadRequest request, IReadOnlyList<string> fields, CancellationToken cancellationToken);

    /// <summary>Makes of a chunk what needs no database, while the chunk before it is written.</summary>
    /// <remarks>Called at most once for a chunk, after <see cref="BeginAsync"/> and before its <see cref="WriteAsync"/>, by the thread that reads. Without it, WriteAsync does the same.</remarks>
    void Prepare(LoadChunk chunk)
    {
    }

    /// <summary>Writes a chunk.</summary>
    /// <returns>How far the load is then, as far as it is committed.</returns>
    /// <exception cref="LoadStoppedException">The chunk was rolled back: the policy stops, the server went, the disk is full.</exception>
    ValueTask<LoadPoint> WriteAsync(LoadChunk chunk, IRejects rejects, CancellationToken cancellationToken);

    /// <summary>Commits what is left, and forgets how far the load is: it is complete.</summary>
    /// <returns>The sums.</returns>
    ValueTask<LoadPoint> CompleteAsync(CancellationToken cancellationToken);
}
