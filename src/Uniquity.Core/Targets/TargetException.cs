namespace Uniquity.Targets;

/// <summary>The target cannot be reached, denies access, or lacks what was asked for. Exit code 3.</summary>
/// <remarks>The message is one line a person can act on: what happened, host and database, what to do; never a password.</remarks>
public sealed class TargetException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">One line, without secrets.</param>
    /// <param name="inner">The driver's exception.</param>
    public TargetException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
