namespace Uniquity.Cli.Calls;

/// <summary>A step that is not taken without being asked for: exit code 4.</summary>
internal sealed class RefusedException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What was not done, and the call that does it, in one line.</param>
    public RefusedException(string message) : base(message)
    {
    }
}
