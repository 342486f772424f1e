namespace Uniquity.Cli.Terminals;

/// <summary>Where a call reads and writes: the process's streams, or a test's.</summary>
/// <remarks>The only door to the outside of a command, so that a test can run one in process and see what a person sees.</remarks>
internal sealed class Terminal
{
    /// <summary>Results: text or JSON.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Everything else: progress, notes, errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenIn { get; init; }

    /// <summary>Whether standard input comes from a file or a pipe.</summary>
    public bool InIsRedirected { get; init; }

    /// <summary>Whether a person reads <see cref="Out"/> on a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether a person reads <see cref="Error"/> on a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The terminal's columns.</summary>
    /// <value>80 where nobody says.</value>
    public Func<int> Width { get; init; } = static () => 80;

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
