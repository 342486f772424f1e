namespace Uniquity.Resolving;

/// <summary>A run stopped part-way: whole batches are done and archived. Exit code 5, or 130 where the person stopped it.</summary>
public sealed class StoppedException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="run">The run as it stands.</param>
    /// <param name="message">What stopped it, in one line.</param>
    /// <param name="inner">The exception behind it.</param>
    public StoppedException(Run run, string message, Exception? inner = null) : base(message, inner) => Run = run;

    /// <summary>The run as it stands.</summary>
    public Run Run { get; }
}
