namespace Uniquity.Cli.Calls;

/// <summary>Ctrl+C during a step that has something to say about how far it came.</summary>
internal sealed class StoppedException : OperationCanceledException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What was done, and how to go on, in one line.</param>
    /// <param name="inner">The cancellation.</param>
    public StoppedException(string message, Exception inner) : base(message, inner)
    {
    }
}
