namespace Uniquity.Loading;

/// <summary>Where rejects go.</summary>
public interface IRejects
{
    /// <summary>Keeps rejects, on the disk where they go to a file.</summary>
    /// <remarks>
    /// Called before the transaction that counts them is committed, so that a killed load knows of none that is not kept. Their records
    /// are good during the call only: the memory of their chunk is used again.
    /// </remarks>
    /// <returns>The length of the file.</returns>
    long Keep(IReadOnlyList<LoadReject> rejects, IReadOnlyList<string> fields);

    /// <summary>Takes back what was kept after a point.</summary>
    void Rewind(long length);
}
