using Uniquity.Causes;
using Uniquity.Cli.Inputs;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.Cli.Commands.Explain;

/// <summary>What a person sees of <c>explain</c>.</summary>
internal static class ExplainView
{
    /// <summary>The most violations that are written out; a log may hold thousands.</summary>
    private const int MostShown = 20;
    private const int MostRuns = 12;

    /// <summary>Shows what was read.</summary>
    public static void Show(Reading reading, IReadOnlyList<PossibleCause> causes, Heard heard, IScreen screen)
    {
        if (reading.Violations.Count == 0) ShowNothing(reading, heard, screen);
        var several = reading.Violations.Count > 1;
        foreach (var (place, violation) in reading.Violations.Take(MostShown).Index())
        {
            ViolationView.Show(violation, screen, several ? place + 1 : null);
            screen.Blank();
        }

        var rest = reading.Violations.Count - MostShown + reading.Dropped;
        if (rest > 0)
        {
            var where = reading.Dropped > 0 ? $"; {Say.Count(reading.Dropped)} of them beyond what is kept" : ", all of them in --json";
            screen.Line(0, $"… and {Say.Count(rest, "more violation")}{where}.");
            screen.Blank();
        }

        if (causes.Count > 0) ShowCauses(causes, reading.Violations.Count, screen);
        if (causes.Count > 0 && reading.Related.Count > 0) screen.Blank();
        RelatedView.Show(reading.Related, screen);
    }

    private static void ShowNothing(Reading reading, Heard heard, IScreen screen)
    {
        screen.Line(0, new Ink("No unique violation: ", Tone.Strong), heard.Words + ".");
        screen.Line(0, "Looked for E11000 and its kin (MongoDB), 23505 and its sentence in many languages (PostgreSQL), "
            + "UNIQUE constraint failed (SQLite), and what MySQL, SQL Server, Oracle, CockroachDB and Cosmos DB print.");
        if (reading.Related.Count == 0) screen.Line(0, "A code prints its page: ", new Ink("uniquity explain E11000", Tone.Code));
        else screen.Blank();
    }

    private static void ShowCauses(IReadOnlyList<PossibleCause> causes, int violations, IScreen screen)
    {
        var proven = causes.Any(cause => cause.Named.Confidence == Confidence.Certain);
        screen.Line(0, new Ink(proven ? "Causes" : "Possible causes; only the database can tell which", Tone.Strong));
        foreach (var (cause, of) in causes)
        {
            screen.Line(2, new Ink(cause.Cause.Code, Tone.Name), "  " + cause.Cause.Title, Confidences.Mark(cause.Confidence), violations > 1 ? Places(of, violations) : "");
            screen.Line(9, new Ink(cause.Why, Tone.Faint));
        }

        screen.Blank();
        screen.Line(0, "To tell them apart: ", new Ink("uniquity diagnose - --db URL", Tone.Code), ". A page: ", new Ink("uniquity explain " + causes[0].Named.Cause.Code, Tone.Code));
    }

    /// <summary>Which violations a cause is of, by the numbers shown above: <c>(violations 1, 3-5)</c>.</summary>
    private static string Places(IReadOnlyList<int> of, int all)
    {
        if (of.Count == all) return all == 2 ? " (both violations)" : $" (all {Say.Count(all, "violation")})";
        var runs = new List<string>();
        for (var i = 0; i < of.Count; i++)
        {
            var first = i;
            while (i + 1 < of.Count && of[i + 1] == of[i] + 1) i++;
            runs.Add(first == i ? $"{of[i] + 1}" : $"{of[first] + 1}-{of[i] + 1}");
        }

        var numbers = string.Join(", ", runs.Take(MostRuns)) + (runs.Count > MostRuns ? ", …" : "");
        return $" ({Counted.Noun(of.Count, "violation")} {numbers})";
    }
}
