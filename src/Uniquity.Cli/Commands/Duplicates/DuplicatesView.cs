using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Duplicates;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>What a person sees of <c>duplicates --key</c>.</summary>
internal static class DuplicatesView
{
    /// <summary>Shows a report.</summary>
    public static void Show(DuplicateReport report, DuplicateQuery query, GroupFile? export, TimeSpan elapsed, Nouns nouns, IScreen screen)
    {
        var key = IndexText.Key(report.Key);
        var folded = query.Fold == Folding.None ? "" : $", without regard to {query.Fold.ToString().ToLowerInvariant()}";
        screen.Line(0, new Ink($"{report.Table} by {key}{folded}: ", Tone.Strong), report.Groups == 0
            ? new Ink("no duplicates", Tone.Good)
            : new Ink($"{Say.Count(report.Groups, "key")} {(report.Groups == 1 ? "is" : "are")} shared, {Say.Count(report.ExcessRows, "excess " + nouns.Row)}", Tone.Bad));
        screen.Line(2, new Ink($"{nouns.Count(report.Rows)} read in {Say.Duration(elapsed)}{Nulls(report, query, nouns)}", Tone.Faint));
        if (report.Top.Count > 0)
        {
            screen.Blank();
            GroupTable.Show(report, 2, nouns, screen);
        }

        if (report.Groups > report.Top.Count && export is null)
        {
            screen.Line(2, new Ink($"… and {Say.Count(report.Groups - report.Top.Count, "more group")}; all of them: --out FILE.csv", Tone.Faint));
        }

        if (export is not null)
        {
            screen.Blank();
            screen.Line(0, $"Every group is in {export.Path}.");
        }

        screen.Blank();
        screen.Line(0, "The same by hand:");
        screen.Code(2, report.Query);
    }

    private static string Nulls(DuplicateReport report, DuplicateQuery query, Nouns nouns)
    {
        if (report.NullKeyRows == 0) return "";
        var counted = query.IncludeNull || report.NullsCounted ? "counted like any other" : "left out, as a unique index does (--include-null counts them)";
        return $"; {nouns.Count(report.NullKeyRows)} with a null in the key {counted}";
    }
}
