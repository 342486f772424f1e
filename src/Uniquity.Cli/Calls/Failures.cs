using System.CommandLine;
using Uniquity.Cli.Masking;
using Uniquity.Cli.Terminals;
using Uniquity.Targets;

namespace Uniquity.Cli.Calls;

/// <summary>Tells a failure in one line on standard error, without secrets, and gives its exit code.</summary>
internal sealed class Failures(ParseResult parsed, CommonOptions options, Terminal terminal)
{
    /// <summary>Tells what an exception says.</summary>
    public ExitCode Tell(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        OutputClosedException => ExitCode.Done,
        OutputFailedException => Tell(ExitCode.PartWay, failure.Message, failure),
        UsageException => Tell(ExitCode.WrongCall, failure.Message, failure),
        TargetException => Tell(ExitCode.Unreachable, failure.Message, failure),
        RefusedException or Resolving.RefusedException => Tell(ExitCode.Refused, failure.Message, failure),
        PartWayException => Tell(ExitCode.PartWay, failure.Message, failure),
        OperationCanceledException when cancellationToken.IsCancellationRequested =>
            Tell(ExitCode.Interrupted, failure is StoppedException ? failure.Message : "stopped; nothing was changed"),
        _ => Tell(ExitCode.PartWay, $"Bug in Uniquity: {failure.GetType().Name} in {Place(failure)}: {failure.Message} (--verbose shows where)", failure),
    };

    /// <summary>Tells a sentence.</summary>
    public ExitCode Tell(ExitCode code, string message, Exception? failure = null)
    {
        if (failure is not OutputFailedException) ShowWhatCameBefore();
        Write($"uniquity: {Safe.Line(message)}");
        if (failure is not null && parsed.GetValue(options.Verbose)) Write(Safe.Block(failure.ToString()));
        return code;
    }

    // On a terminal the reason is looked for below the plan that it is about.
    private void ShowWhatCameBefore()
    {
        try
        {
            terminal.Out.Flush();
        }
        catch (Exception failed) when (failed is OutputClosedException or OutputFailedException)
        {
            // Whoever read the output has gone; the failure itself is still told.
        }
    }

    private void Write(string text)
    {
        foreach (var connection in Connections()) text = Secrets.Hide(text, connection);
        terminal.Error.WriteLine(text);
    }

    private IEnumerable<string?> Connections()
    {
        yield return parsed.GetResult(options.Db)?.Tokens is [var token, ..] ? token.Value : null;
        yield return terminal.Variable("UNIQUITY_DB");
        yield return terminal.Variable("DATABASE_URL");
        if (terminal.Variable("PGPASSWORD") is { Length: > 0 } password) yield return $"password={password}";
    }

    private static string Place(Exception failure) => failure.TargetSite is { } site ? $"{site.DeclaringType?.Name}.{site.Name}" : "an unknown place";
}
