using Uniquity.Checking;
using Uniquity.Cli.Screens;
using Uniquity.Diagnosing;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Diagnose;

/// <summary>What a person sees of <c>diagnose</c>: where, what, the two rows, why, what ends it, what is open.</summary>
internal static class DiagnoseView
{
    /// <summary>Shows a diagnosis.</summary>
    public static void Show(Diagnosis diagnosis, Rule? rule, IScreen screen)
    {
        ShowTarget(diagnosis.Target, screen);
        foreach (var note in diagnosis.Notes) screen.Hanging(0, 2, new Ink("! ", Tone.Warn), note);
        screen.Blank();
        ShowViolation(diagnosis, rule, screen);
        foreach (var cause in diagnosis.Causes) CauseView.Show(cause, Nouns.Of(diagnosis.Target.Engine), screen);
        ShowOpen(diagnosis, screen);
    }

    private static void ShowTarget(TargetInfo target, IScreen screen)
    {
        var database = target.Database is { } name && name != target.Host ? $", database {name}" : "";
        var user = target.User is null ? "" : $", as {target.User}";
        var role = target.Role == "embedded" ? "" : $", {target.Role}";
        screen.Line(
            0,
            new Ink($"{Json.Words.Engine(target.Engine)} {target.Version}", Tone.Strong),
            new Ink($" at {target.Host ?? "an unnamed host"}{database}{user}{role}, {(target.ReadOnly ? "read-only" : "not read-only")}", Tone.Faint));
    }

    private static void ShowViolation(Diagnosis diagnosis, Rule? rule, IScreen screen)
    {
        if (diagnosis.Violation is not { } violation)
        {
            screen.Line(0, new Ink("The text holds no unique violation.", Tone.Strong));
            screen.Blank();
            RelatedView.Show(diagnosis.Related, screen);
            if (diagnosis.Related.Count > 0) screen.Blank();
            return;
        }

        ViolationView.Show(violation, screen, server: diagnosis.Target.Host ?? diagnosis.Target.Engine);
        if (diagnosis.Index is { } index)
        {
            var options = IndexText.Options(index);
            ViolationView.Fact(screen, "rule", $"{IndexText.Kind(index)} on ({IndexText.Key(index.Key)}){(options.Length == 0 ? "" : $"; {options}")}", ViolationView.Width(violation));
        }

        if (rule is not null) ViolationView.Fact(screen, "conflict", rule.Conflict == RuleConflict.Expected ? "expected, say the rules: idempotency, no alarm" : "exclusive, say the rules: an alarm", ViolationView.Width(violation));
        screen.Blank();
        RowsView.Show(diagnosis, screen);
        if (diagnosis.Causes.Count > 0) return;
        screen.Line(0, new Ink("No cause is proven by what could be read.", Tone.Strong));
        screen.Blank();
    }

    private static void ShowOpen(Diagnosis diagnosis, IScreen screen)
    {
        if (diagnosis.NotChecked.Count > 0)
        {
            screen.Line(0, new Ink("Not checked", Tone.Strong));
            foreach (var open in diagnosis.NotChecked) screen.Hanging(2, 9, new Ink(open.Cause, Tone.Name), $"  {open.Why}");
            screen.Blank();
        }

        if (diagnosis.Violation is not null && diagnosis.Related.Count > 0)
        {
            RelatedView.Show(diagnosis.Related, screen);
            screen.Blank();
        }

        if (diagnosis.Causes.Count > 0) screen.Line(0, "More on it: ", new Ink($"uniquity explain {diagnosis.Causes[0].Cause.Code}", Tone.Code));
    }
}
