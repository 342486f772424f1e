namespace Uniquity.Cli.Calls;

/// <summary>A step that could not be finished: exit code 5.</summary>
internal sealed class PartWayException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is done, what is left, and how to go on, in one line.</param>
    /// <param name="inner">What stopped it.</param>
    public PartWayException(string message, Exception inner) : base(message, inner)
    {
    }
}
