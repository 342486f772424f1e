using Uniquity.Loading;

namespace Uniquity.Testing.Conformance.Loading;

/// <summary>Rejects in memory, cut back as a file would be.</summary>
public sealed class KeptRejects : IRejects
{
    private readonly List<LoadReject> kept = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<LoadReject> All => kept;

    /// <inheritdoc/>
    public long Keep(IReadOnlyList<LoadReject> rejects, IReadOnlyList<string> fields)
    {
        kept.AddRange(rejects);
        return kept.Count;
    }

    /// <inheritdoc/>
    public void Rewind(long length) => kept.RemoveRange((int)length, kept.Count - (int)length);
}
