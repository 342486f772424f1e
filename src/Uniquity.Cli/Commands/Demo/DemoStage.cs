using System.Data.Common;
using System.Text.Json;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Commands.Demo;

/// <summary>Where the scenes of a demo play: its database, and the command line.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    private readonly Call _call;
    private readonly DemoDatabase _database;
    private readonly List<string> _commands = [];

    private DemoStage(Call call, DemoDatabase database, DemoFolder folder, string shop)
    {
        (_call, _database, Shop) = (call, database, shop);
        (Url, Plan) = ("sqlite:" + Near(folder.Database), Near(folder.Plan));
    }

    /// <summary>What the database holds, in words.</summary>
    public string Shop { get; }

    /// <summary>The database, as <c>--db</c> takes it.</summary>
    public string Url { get; }

    /// <summary>The file for a plan, as <c>--out</c> takes it.</summary>
    public string Plan { get; }

    /// <summary>The commands that were run, as a person types them.</summary>
    public IReadOnlyList<string> Commands => _commands;

    /// <summary>Makes the database.</summary>
    public static async Task<DemoStage> BuildAsync(Call call, DemoFolder folder, CancellationToken cancellationToken)
    {
        var database = await DemoDatabase.CreateAsync(folder.Database, cancellationToken);
        var shop = await DemoShop.FillAsync(database, cancellationToken);
        return new DemoStage(call, database, folder, shop);
    }

    /// <summary>Runs a statement that the database refuses, and shows both.</summary>
    /// <returns>The error, as the driver words it.</returns>
    public async Task<string> RefuseAsync(string statement, CancellationToken cancellationToken)
    {
        Prompt("sql> " + statement);
        try
        {
            await _database.ExecuteAsync(statement, cancellationToken);
        }
        catch (DbException refusal)
        {
            _call.Screen.Line(2, new Ink(refusal.Message, Tone.Bad));
            return refusal.Message;
        }

        throw new InvalidOperationException($"The demo's database took what it should refuse: {statement}");
    }

    /// <summary>Runs a command as a person would, on the same terminal.</summary>
    public async Task RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var typed = "uniquity " + string.Join(' ', args.Select(Shell.Quote));
        _commands.Add(typed);
        Prompt("$ " + typed);
        _call.Screen.Blank();
        string[] color = _call.Color == ColorMode.Auto ? [] : ["--color", _call.Color.ToString().ToLowerInvariant()];
        var code = (ExitCode)await App.RunAsync([.. args, .. color], TerminalTo(_call.Terminal.Out), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (code is not (ExitCode.Done or ExitCode.Negative)) throw new InvalidOperationException($"The demo's own call ended with {(int)code}: {typed}");
    }

    /// <summary>The run that was archived last.</summary>
    public async Task<string> NewestRunAsync(CancellationToken cancellationToken)
    {
        await using var output = new StringWriter();
        await App.RunAsync(["runs", "--db", Url, "--json"], TerminalTo(output), cancellationToken);
        using var runs = JsonDocument.Parse(output.ToString());
        return runs.RootElement.GetProperty("runs")[0].GetProperty("run").GetString()!;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Terminal TerminalTo(TextWriter output) => new()
    {
        Out = output,
        Error = _call.Terminal.Error,
        OpenIn = static () => Stream.Null,
        OutIsTerminal = _call.Terminal.OutIsTerminal,
        Width = _call.Terminal.Width,
        Variable = _call.Terminal.Variable,
        Clock = _call.Terminal.Clock,
    };

    /// <summary>The shorter spelling of a path, seen from here.</summary>
    private static string Near(string path) =>
        Path.GetRelativePath(Directory.GetCurrentDirectory(), path) is var near && near.StartsWith("..", StringComparison.Ordinal) ? path : near;

    private void Prompt(string line)
    {
        _call.Screen.Blank();
        _call.Screen.Code(0, line);
    }
}
