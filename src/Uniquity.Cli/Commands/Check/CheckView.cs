using Uniquity.Checking;
using Uniquity.Cli.Json;
using Uniquity.Cli.Rules;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Check;

/// <summary>What a person sees of <c>check</c>: a line for each finding, what was found, and the call that ends it.</summary>
internal sealed class CheckView(IScreen screen, RuleCalls calls)
{
    /// <summary>The width of the word before a finding.</summary>
    private const int Margin = 11;

    /// <summary>Shows a report.</summary>
    public void Show(CheckReport report, string path, TargetInfo info, TimeSpan elapsed)
    {
        var rules = report.Held.Count + report.Missing.Count + report.Different.Count + report.NotChecked.Count(rule => rule.What == "index");
        screen.Line(0, new Ink($"{path}: {Say.Count(rules, "rule")}", Tone.Strong), $" against {Words.Engine(info.Engine)} {info.Version}, {Calls.Place.Of(info)}");
        foreach (var missing in report.Missing) Show(missing);
        foreach (var different in report.Different) Show(different);
        foreach (var violated in report.Violated) Show(violated, Nouns.Of(info.Engine));
        foreach (var extra in report.Extra) Show(extra);
        foreach (var held in report.Held.Where(held => held.Note is not null)) Finding("note", Tone.Faint, held.Rule, held.Note!);
        foreach (var unread in report.NotChecked) Finding("unchecked", Tone.Warn, unread.Rule, $"{unread.What}: {unread.Why}");
        screen.Line(0, new Ink(Summary(report), report.Drift ? Tone.Bad : Tone.Good), new Ink($", checked in {Say.Duration(elapsed)}", Tone.Faint));
    }

    private void Show(MissingRule missing)
    {
        Finding("MISSING", Tone.Bad, missing.Rule, missing.Why);
        if (missing.CanBeBuilt) screen.Code(Margin, calls.Enforce(missing.Rule, missing.Index));
    }

    private void Show(DifferentRule different)
    {
        Finding("DIFFERENT", Tone.Bad, different.Rule, $"{different.Index.Name} has this key, with {(different.Differences.Count == 1 ? "another option" : "other options")}");
        screen.Table(Margin, ["", "rule", "index"], [.. different.Differences.Select(difference =>
            (Ink[])[difference.What, difference.Rule ?? Nothing(difference), difference.Index ?? Nothing(difference)])]);
        screen.Code(Margin, calls.Enforce(different.Rule, different.Index));
    }

    private void Show(ViolatedRule violated, Nouns nouns)
    {
        var report = violated.Report;
        Finding("VIOLATED", Tone.Bad, violated.Rule, $"{Say.Count(report.Groups, "key")} {(report.Groups == 1 ? "is" : "are")} shared, {Say.Count(report.ExcessRows, "excess " + nouns.Row)} of {Say.Count(report.Rows)}");
        screen.Code(Margin, calls.Duplicates(violated.Rule));
    }

    private void Show(UniqueIndex index)
    {
        var options = IndexText.Options(index);
        Heading("EXTRA", Tone.Bad, $"{index.Table} ({IndexText.Key(index.Key)}){(options.Length == 0 ? "" : $"; {options}")}", place: null);
        screen.Line(Margin, $"no rule wants {index.Name}, {IndexText.Kind(index)}{(index.Reads is { } reads ? $", {Say.Count(reads, "read")}" : "")}");
        screen.Code(Margin, calls.Drop(index));
    }

    private void Finding(string word, Tone tone, Rule rule, string what)
    {
        Heading(word, tone, RuleText.Of(rule), rule.Place);
        screen.Line(Margin, what);
    }

    private void Heading(string word, Tone tone, string subject, string? place) => screen.Hanging(
        0, Margin, new Ink(word.PadRight(Margin), tone), new Ink(subject.ReplaceLineEndings(" "), Tone.Name), new Ink(place is null ? "" : $"  {place}", Tone.Faint));

    private static string Nothing(Difference difference) => difference.What switch
    {
        "filter" => "every row",
        "fold" => "cases differ",
        "collation" => "the default",
        _ => "none",
    };

    private static string Summary(CheckReport report)
    {
        if (!report.Drift) return $"No drift: {Say.Count(report.Held.Count, "rule")} {(report.Held.Count == 1 ? "holds" : "hold")}";
        (int Count, string Word)[] counts =
        [
            (report.Missing.Count, "missing"), (report.Different.Count, "different"), (report.Violated.Count, "violated"), (report.Extra.Count, "extra"),
        ];
        return $"Drift: {string.Join(", ", counts.Where(count => count.Count > 0).Select(count => $"{Say.Count(count.Count)} {count.Word}"))}; {Say.Count(report.Held.Count, "rule")} {(report.Held.Count == 1 ? "holds" : "hold")}";
    }
}
