using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli;

/// <summary>The whole command line: reads a call, runs it, and turns what went wrong into one line and an exit code.</summary>
internal static class App
{
    /// <summary>Runs one call.</summary>
    /// <returns>The exit code of the contract.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken)
    {
        var code = await RunCallAsync(args, terminal, cancellationToken);
        try
        {
            await terminal.Out.FlushAsync(CancellationToken.None);
        }
        catch (OutputClosedException)
        {
            // The reader has seen enough; what was found out does not change.
        }
        catch (OutputFailedException failure)
        {
            await terminal.Error.WriteLineAsync($"uniquity: {Safe.Line(failure.Message)}");
            code = ExitCode.PartWay;
        }

        return (int)code;
    }

    // What a shell's completion asks: a line that is not yet complete is no wrong call.
    private static bool IsSuggestion(IReadOnlyList<string> args) => args is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);

    private static async Task<ExitCode> RunCallAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken)
    {
        var scope = new CommandScope(terminal, new CommonOptions());
        var root = CommandTree.Build(scope);

        // Without the replacer, a text that begins with @ stays a text and is not read as a file of arguments.
        if (args is ["help", ..]) args = [.. args.Skip(1), "--help"];
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var failures = new Failures(parsed, scope.Options, terminal);
        if (!HelpPage.IsAskedFor(parsed) && !IsSuggestion(args) && CallErrors.Describe(parsed, args) is { } wrong) return failures.Tell(ExitCode.WrongCall, wrong);

        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return (ExitCode)await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (Exception failure)
        {
            return failures.Tell(failure, cancellationToken);
        }
    }
}
