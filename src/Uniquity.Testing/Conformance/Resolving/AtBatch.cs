using Uniquity.Resolving;

namespace Uniquity.Testing.Conformance.Resolving;

/// <summary>Does something once, after a number of batches, while the run waits.</summary>
/// <param name="batch">The number of the batch.</param>
/// <param name="act">What to do.</param>
public sealed class AtBatch(int batch, Action act) : IProgress<ResolveProgress>
{
    private int seen;

    /// <inheritdoc/>
    public void Report(ResolveProgress value)
    {
        if (++seen == batch) act();
    }
}
