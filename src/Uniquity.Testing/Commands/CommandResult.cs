namespace Uniquity.Testing.Commands;

/// <summary>What a finished command left behind.</summary>
/// <param name="ExitCode">Its exit code; 128 plus the signal's number where a signal ended it.</param>
/// <param name="Output">Everything on standard output, as UTF-8.</param>
/// <param name="Error">Everything on standard error, as UTF-8.</param>
/// <param name="Elapsed">From its start to its end.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>The result itself, where the command succeeded.</summary>
    /// <exception cref="InvalidOperationException">The exit code is not 0; the message holds what the command printed.</exception>
    public CommandResult OrThrow(string what) => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"{what} ended with exit code {ExitCode}: {Error.Trim()} {Output.Trim()}".Trim());
}
