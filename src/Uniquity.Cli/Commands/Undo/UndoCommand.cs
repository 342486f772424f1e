using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Runs;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Undo;

/// <summary><c>uniquity undo</c>: brings back every row and reference of a run.</summary>
internal sealed class UndoCommand : CliCommand
{
    private readonly Argument<string?> _run = RunArgument.Make();
    private readonly Option<string?> _group = CommonOptions.Text("--group", "KEY", "only the group of this key; its parts joined by commas");

    /// <summary>Makes one.</summary>
    public UndoCommand(CommandScope scope) : base("undo", "bring back the rows and references of a run", scope)
    {
        Arguments.Add(_run);
        Options.Add(_group);
    }

    /// <inheritdoc/>
    public override string Usage => "RUN --db URL [--group KEY]";

    /// <inheritdoc/>
    public override string About =>
        "Brings back every archived row and reference of a run exactly, types included, the last batch first. A row that was changed since the run is left as it is and named.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["uniquity undo r-20261120-7f3a --db postgres://app@localhost/shop", "uniquity undo r-20261120-7f3a --db postgres://app@localhost/shop --group anna@example.com"];

    /// <inheritdoc/>
    public override string Exits => "0 everything is back · 2 there is no such run · 3 the database cannot be reached · 4 refused: it is undone already, or another call is at it · 5 rows were left, or it stopped part-way · 130 Ctrl+C, after the current batch";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var run = RunArgument.Read(call, _run);
        var group = call.Parsed.GetValue(_group);
        call.Mask?.Learn([group]);
        var start = call.Terminal.Clock.GetTimestamp();
        await using var open = await call.OpenResolverAsync(cancellationToken);
        var result = await open.InBatchesAsync($"undoing {run}", progress => open.Resolver.UndoAsync(run, group, progress, cancellationToken), cancellationToken);
        if (call.Mask is { } mask) result = result with { Left = [.. result.Left.Select(mask.Text)] };
        var elapsed = call.Terminal.Clock.GetElapsedTime(start);
        if (call.Format == OutputFormat.Text) Show(result, elapsed, call.Nouns, call.Screen);
        else if (call.Format == OutputFormat.Json) call.JsonOutput.Document(UndoJson.Of(result, elapsed), json => json.UndoJson);
        else call.JsonOutput.Line(UndoJson.Of(result, elapsed), json => json.UndoJson);
        return result.Left.Count == 0 ? ExitCode.Done : ExitCode.PartWay;
    }

    /// <summary>The most rows that are listed on a screen.</summary>
    private const int Shown = 20;

    private static void Show(UndoResult result, TimeSpan elapsed, Nouns nouns, IScreen screen)
    {
        var counts = $"{nouns.Count(result.Restored)} and {Say.Count(result.Repointed, "reference")} are back";
        screen.Line(0, new Ink($"Run {result.Run.Id}: ", Tone.Strong), new Ink(counts, Tone.Good), $" in {Say.Duration(elapsed)}.");
        if (result.Left.Count == 0) return;
        screen.Line(0, new Ink($"{nouns.Count(result.Left.Count)} changed since the run and left as {(result.Left.Count == 1 ? "it is" : "they are")}:", Tone.Warn));
        foreach (var left in result.Left.Take(Shown)) screen.Line(2, left);
        if (result.Left.Count > Shown) screen.Line(2, new Ink($"… and {nouns.Count(result.Left.Count - Shown)} more; all of them: --json", Tone.Faint));
        screen.Line(0, "What was left is still in the archive: when the reason is gone, the same undo brings it back.");
    }
}
