namespace Uniquity.Loading;

/// <summary>A load stopped part-way; whole chunks are in. Exit code 5, or 130 where the person stopped it.</summary>
public sealed class LoadStoppedException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What stopped it, in one line.</param>
    /// <param name="inner">The exception behind it.</param>
    public LoadStoppedException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>How far it came, where that is further than the last whole chunk: an engine without transactions writes record by record.</summary>
    public LoadPoint? Point { get; init; }
}
