using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Commands.Demo;

/// <summary><c>uniquity demo</c>: a database with real troubles, and the real commands on it. Needs no server.</summary>
internal sealed class DemoCommand : CliCommand
{
    private readonly Option<string?> _keep = CommonOptions.Text("--keep", "DIR", "make the database in this folder, and leave it there");

    /// <summary>Makes one.</summary>
    public DemoCommand(CommandScope scope) : base("demo", "see the whole thing on a made-up shop, in seconds", scope) => Options.Add(_keep);

    /// <inheritdoc/>
    public override string Usage => "[--keep DIR]";

    /// <inheritdoc/>
    public override string About =>
        "Makes a SQLite database of a shop with 10,000 users and more orders, whose data has the troubles of a real one; lets inserts and "
        + "an index build be refused, runs the commands that say why, resolves duplicates, enforces a key, and takes it all back. Without --keep, all of it is in a temporary folder and removed.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["uniquity demo", "uniquity demo --keep demo"];

    /// <inheritdoc/>
    public override string Exits => "0 done · 2 the folder cannot be made · 4 the folder has a demo already and --yes is not given";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        using var folder = DemoFolder.Open(call.Parsed.GetValue(_keep), call.Yes);
        var start = call.Terminal.Clock.GetTimestamp();
        await using var stage = await DemoStage.BuildAsync(call, folder, cancellationToken);
        var screen = call.Screen;
        screen.Line(0, new Ink("A shop, in one SQLite file: ", Tone.Strong), $"{stage.Shop}. Nobody has looked after its keys.");
        var number = 0;
        foreach (var step in DemoSteps.All)
        {
            screen.Blank();
            screen.Line(0, new Ink($"{++number}. {step.Title}", Tone.Strong));
            screen.Line(0, step.Story);
            await step.RunAsync(stage, cancellationToken);
        }

        screen.Blank();
        screen.Line(0, new Ink($"That took {Say.Duration(call.Terminal.Clock.GetElapsedTime(start))}, and changed nothing but the file that it made.", Tone.Strong));
        ShowHowToGoOn(stage, folder, screen);
        return ExitCode.Done;
    }

    private static void ShowHowToGoOn(DemoStage stage, DemoFolder folder, IScreen screen)
    {
        if (!folder.IsKept)
        {
            screen.Line(0, "To try it by hand: ", new Ink("uniquity demo --keep demo", Tone.Code), ". On your own error: ", new Ink("uniquity diagnose - --db URL < error.txt", Tone.Code));
            return;
        }

        screen.Line(0, "The file is yours to try:");
        foreach (var command in stage.Commands) screen.Code(2, command);
    }
}
