using Uniquity.Resolving;

namespace Uniquity.Enforcing;

/// <summary>A change of indexes stopped part-way. Exit code 5, or 130 where the person stopped it.</summary>
/// <remarks>The message says what is done and what is left; the same call goes on from there.</remarks>
public sealed class EnforceStoppedException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What stopped it, and what stands now, in one line.</param>
    /// <param name="runs">The resolutions that were made before.</param>
    /// <param name="inner">The exception behind it.</param>
    public EnforceStoppedException(string message, IReadOnlyList<Run> runs, Exception? inner = null) : base(message, inner) => Runs = runs;

    /// <summary>The resolutions that were made before, each of which can be undone.</summary>
    public IReadOnlyList<Run> Runs { get; }
}
