namespace Uniquity.Cli.Terminals;

/// <summary>The reader of standard output is gone (<c>| head</c>): there is nobody left to tell.</summary>
internal sealed class OutputClosedException : IOException
{
    /// <summary>Makes one.</summary>
    public OutputClosedException(Exception inner) : base("Standard output was closed.", inner)
    {
    }
}
