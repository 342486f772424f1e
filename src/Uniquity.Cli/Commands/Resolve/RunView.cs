using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Resolve;

/// <summary>What a person sees of a run that is complete.</summary>
internal static class RunView
{
    /// <summary>Shows it.</summary>
    public static void Show(Run run, string undo, TimeSpan elapsed, Nouns nouns, IScreen screen)
    {
        screen.Blank();
        screen.Line(0, new Ink("Done: ", Tone.Good), new Ink($"run {run.Id}", Tone.Strong), $", {Counts(run, nouns)} in {Say.Duration(elapsed)}.");
        screen.Line(0, "Everything is archived in the database. It goes back with:");
        screen.Code(2, undo);
    }

    /// <summary>What a run has done so far.</summary>
    public static string Counts(Run run, Nouns nouns) => string.Join(", ", new[]
    {
        Say.Count(run.Groups, "group"), $"{nouns.Count(run.Removed)} removed", $"{Say.Count(run.Changed)} changed", $"{Say.Count(run.Repointed, "reference")} repointed",
    });
}
