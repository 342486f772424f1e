namespace Uniquity.Targets;

/// <summary>The call is wrong: a name or a key that cannot be. Exit code 2.</summary>
public sealed class UsageException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong and the nearest right call, in one line.</param>
    /// <param name="inner">The exception behind it.</param>
    public UsageException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
