using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Resolve;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Enforcing;
using Uniquity.Indexes;

namespace Uniquity.Cli.Commands.Enforce;

/// <summary>What a person sees of <c>enforce</c>.</summary>
internal static class EnforceView
{
    /// <summary>Shows a plan.</summary>
    public static void Show(EnforcePlan plan, Call call)
    {
        var screen = call.Screen;
        var head = new Ink($"{plan.Request.Table} by {IndexText.Key(plan.Key)}: ", Tone.Strong);
        if (plan.AlreadyEnforcedBy is { } index)
        {
            screen.Line(0, head, new Ink($"unique already, by {index}", Tone.Good), "; there is nothing to do.");
            return;
        }

        screen.Line(0, head, plan.Groups == 0
            ? new Ink(plan.Query is null ? "the index stands" : $"no duplicates in {call.Nouns.Count(plan.Rows)}", Tone.Good)
            : new Ink($"{Say.Count(plan.Groups, "key")} shared by {call.Nouns.Count(plan.Groups + plan.ExcessRows)}", Tone.Warn));
        if (plan.Filter is { } filter) screen.Line(2, "where   ", filter);
        foreach (var group in plan.Top) screen.Line(2, new Ink(KeyText.Of(group.Key) ?? "", Tone.Plain), new Ink($"  {call.Nouns.Count(group.Count)}: {string.Join(", ", group.Ids)}{(group.Count > group.Ids.Count ? ", …" : "")}", Tone.Faint));
        if (plan.Leftovers.Count > 0) screen.Blank();
        foreach (var left in plan.Leftovers) screen.Hanging(0, 12, new Ink("from before", Tone.Warn), " " + left);
        if (plan.IsBlocked)
        {
            screen.Blank();
            var (words, way) = WayOut(plan, call);
            screen.Line(0, $"{plan.Name} cannot be made while they stand. {words}");
            screen.Code(2, way);
            ShowWarnings(plan, screen);
            return;
        }

        if (plan.Resolve is { } resolve)
        {
            screen.Blank();
            PlanView.Show(resolve, statements: false, call.Nouns, screen);
        }

        StepsView.Show(plan.Steps, screen);
        ShowWarnings(plan, screen);
        if (!call.Parsed.Tokens.Any(token => token.Value == "--apply")) StepsView.ShowNext(call);
    }

    /// <summary>The call that makes the index possible: where null counts only because nobody said otherwise, hardly anyone wants all but one of those rows to go.</summary>
    public static (string Words, string Call) WayOut(EnforcePlan plan, Call call)
    {
        var unsaid = plan.Request.Nulls is null or NullHandling.Value && !plan.Request.SkipNull;
        var nulls = unsaid ? plan.Top.Count(group => group.Key.Any(part => part.IsNull)) : 0;
        return nulls == 0 ? ("To resolve them first:", call.Again("--keep first"))
            : nulls == plan.Groups ? ($"To leave {call.Nouns.Rows} without a value out of it:", call.Again("--skip-null"))
            : ($"To leave {call.Nouns.Rows} without a value out of it, and resolve the others first:", call.Again("--skip-null --keep first"));
    }

    private static void ShowWarnings(EnforcePlan plan, IScreen screen)
    {
        if (plan.Warnings.Count > 0) screen.Blank();
        foreach (var warning in plan.Warnings) screen.Hanging(0, 9, new Ink("warning", Tone.Warn), "  " + warning);
    }

    /// <summary>What changes, in words.</summary>
    public static string Change(EnforcePlan plan, Nouns nouns) =>
        (plan.Resolve is { Groups: > 0 } resolve ? $"{PlanView.Change(resolve, nouns)} in {plan.Request.Table}; " : "") + $"{plan.Request.Table} gets {plan.Name}";

    /// <summary>Says what was done.</summary>
    public static void ShowDone(EnforceResult result, Call call, TimeSpan elapsed)
    {
        call.Screen.Blank();
        call.Screen.Line(0, new Ink($"{result.Plan.Request.Table} by {IndexText.Key(result.Plan.Key)}: ", Tone.Strong), new Ink($"unique, by {result.Index}", Tone.Good), $", in {Say.Duration(elapsed)}.");
        foreach (var done in result.Done) call.Screen.Line(2, done);
        foreach (var run in result.Runs)
        {
            call.Screen.Line(0, $"To bring back the {call.Nouns.Rows} that went ({call.Nouns.Rows} whose key is taken then stay in the archive):");
            call.Screen.Code(2, call.Next($"undo {run.Id}"));
        }
    }
}
