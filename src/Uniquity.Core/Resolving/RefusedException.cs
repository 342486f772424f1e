namespace Uniquity.Resolving;

/// <summary>The step is refused: the plan is out of date, another run holds the table, or it would not be safe. Exit code 4.</summary>
/// <remarks>The message says what was found, and what to do.</remarks>
public sealed class RefusedException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">One line.</param>
    /// <param name="inner">The exception behind it.</param>
    public RefusedException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
