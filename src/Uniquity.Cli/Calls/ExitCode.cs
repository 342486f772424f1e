namespace Uniquity.Cli.Calls;

/// <summary>The exit codes of the command line contract.</summary>
internal enum ExitCode
{
    /// <summary>Done; nothing to report. For explain and diagnose: the violation was read.</summary>
    Done = 0,

    /// <summary>The negative of that: no violation, no cause, duplicates found.</summary>
    Negative = 1,

    /// <summary>The call is wrong.</summary>
    WrongCall = 2,

    /// <summary>The target cannot be reached, or denies access.</summary>
    Unreachable = 3,

    /// <summary>Refused: needs <c>--yes</c>.</summary>
    Refused = 4,

    /// <summary>Stopped part-way.</summary>
    PartWay = 5,

    /// <summary>Stopped by Ctrl+C.</summary>
    Interrupted = 130,
}
