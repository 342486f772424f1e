using System.Globalization;
using Uniquity.Cli.Json;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Runs;

/// <summary>What a person sees of <c>runs</c>.</summary>
internal static class RunsView
{
    /// <summary>Shows them, and the call that goes on with the newest.</summary>
    public static void Show(IReadOnlyList<Run> runs, Func<Run, string?> next, Nouns nouns, IScreen screen)
    {
        if (runs.Count == 0)
        {
            screen.Line(0, "No run is archived in this database. A plan: ", new Ink("uniquity resolve --on NAME --key KEY --keep first", Tone.Code));
            return;
        }

        screen.Table(0, ["run", "state", nouns.Table, "key", "policy", "#groups", "#removed", "#changed", "#repointed", "started (UTC)"], [.. runs.Select(Row)]);
        foreach (var run in runs.Where(run => run.State is RunState.Interrupted or RunState.Planned or RunState.PartlyUndone).Append(runs[0]).Distinct())
        {
            if (next(run) is { } call) screen.Code(2, call);
        }
    }

    private static Ink[] Row(Run run) =>
    [
        new(run.Id, Tone.Name), new(Words.Of(run.State), Of(run.State)), run.Table.ToString(), string.Join(", ", run.Key), run.Policy,
        Say.Count(run.Groups), Say.Count(run.Removed), Say.Count(run.Changed), Say.Count(run.Repointed),
        run.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
    ];

    private static Tone Of(RunState state) => state switch
    {
        RunState.Complete => Tone.Good,
        RunState.Undone => Tone.Faint,
        _ => Tone.Warn,
    };
}
