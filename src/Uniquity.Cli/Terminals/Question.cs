namespace Uniquity.Cli.Terminals;

/// <summary>Asks a person yes or no, on standard error, so that results stay apart.</summary>
internal static class Question
{
    /// <summary>Whether there is a person to ask: one who reads the question and types the answer.</summary>
    public static bool CanBeAsked(Terminal terminal) => terminal.ErrorIsTerminal && !terminal.InIsRedirected;

    /// <summary>Asks; anything but yes is no.</summary>
    public static async Task<bool> AskAsync(Terminal terminal, string question, CancellationToken cancellationToken)
    {
        await terminal.Out.FlushAsync(cancellationToken);
        await terminal.Error.WriteAsync(Safe.Line(question) + " [y/N] ");
        await terminal.Error.FlushAsync(cancellationToken);
        using var input = new StreamReader(terminal.OpenIn());

        // Reading a keyboard cannot be cancelled: Ctrl+C ends the wait, and with it the call.
        var answer = await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
