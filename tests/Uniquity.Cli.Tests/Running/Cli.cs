using System.Text;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Tests.Running;

/// <summary>Runs the command in this process, as on a terminal or in a pipe.</summary>
public sealed record Cli
{
    /// <summary>What stands on standard input; null where that is a person's keyboard.</summary>
    public byte[]? Input { get; init; }

    /// <summary>What a person types when asked.</summary>
    public string Typed { get; init; } = "";

    /// <summary>Whether results go to a terminal.</summary>
    public bool OnTerminal { get; init; }

    /// <summary>Whether messages go to a terminal.</summary>
    public bool ErrorOnTerminal { get; init; }

    /// <summary>The terminal's columns.</summary>
    public int Width { get; init; } = 100;

    /// <summary>The environment, which is empty otherwise.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Ends the call, as Ctrl+C does.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Runs a call in a pipe, with nothing on standard input's side.</summary>
    public static Task<Outcome> RunAsync(params string[] args) => new Cli().CallAsync(args);

    /// <summary>Runs a call with a text on standard input.</summary>
    public static Task<Outcome> PipeAsync(string input, params string[] args) => new Cli { Input = Encoding.UTF8.GetBytes(input) }.CallAsync(args);

    /// <summary>Runs a call.</summary>
    public async Task<Outcome> CallAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal
        {
            Out = output,
            Error = error,
            OpenIn = () => new MemoryStream(Input ?? Encoding.UTF8.GetBytes(Typed)),
            InIsRedirected = Input is not null,
            OutIsTerminal = OnTerminal,
            ErrorIsTerminal = ErrorOnTerminal,
            Width = () => Width,
            Variable = name => Variables.GetValueOrDefault(name),
        };
        var code = await App.RunAsync(args, terminal, Stop);
        return new Outcome(code, output.ToString(), error.ToString());
    }
}
