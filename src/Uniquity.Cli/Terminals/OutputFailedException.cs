namespace Uniquity.Cli.Terminals;

/// <summary>Standard output cannot be written, and not because its reader left: the disk is full, a quota is spent.</summary>
internal sealed class OutputFailedException : IOException
{
    /// <summary>Makes one.</summary>
    public OutputFailedException(Exception inner)
        : base($"standard output could not be written: {inner.Message.TrimEnd('.')}; what was printed is not complete", inner)
    {
    }
}
