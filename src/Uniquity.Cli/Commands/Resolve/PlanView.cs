using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Resolve;

/// <summary>What a person sees of a plan.</summary>
internal static class PlanView
{
    /// <summary>Shows it.</summary>
    public static void Show(ResolvePlan plan, bool statements, Nouns nouns, IScreen screen)
    {
        var key = IndexText.Key(plan.Request.Key);
        if (plan.Groups == 0)
        {
            screen.Line(0, new Ink($"{plan.Request.Table} by {key}: ", Tone.Strong), new Ink("no duplicates", Tone.Good), "; there is nothing to do.");
            return;
        }

        screen.Line(0, new Ink($"{plan.Request.Table} by {key}: ", Tone.Strong), Change(plan, nouns));
        screen.Line(2, "order   ", plan.Order);
        if (plan.Request.Merge.Count > 0) screen.Line(2, "merge   ", string.Join(", ", plan.Request.Merge));
        if (plan.Request.Where is { } where) screen.Line(2, "where   ", where);
        ShowChildren(plan, nouns, screen);
        foreach (var sample in plan.Samples) SampleView.Show(sample, plan.Request, nouns, screen);
        if (plan.Groups > plan.Samples.Count)
        {
            screen.Blank();
            screen.Line(2, new Ink($"… and {Say.Count(plan.Groups - plan.Samples.Count, "more group")}", Tone.Faint));
        }

        if (plan.Warnings.Count > 0) screen.Blank();
        foreach (var warning in plan.Warnings) screen.Hanging(0, 9, new Ink("warning", Tone.Warn), "  " + warning);
        if (!statements) return;
        screen.Blank();
        screen.Line(0, "The statements of one batch:");
        foreach (var statement in plan.Statements) screen.Code(2, statement);
    }

    /// <summary>Says that nothing was done, and the call that does it.</summary>
    public static void ShowNext(string call, string? written, IScreen screen)
    {
        screen.Blank();
        screen.Line(0, written is null ? "Nothing was changed. To do it:" : $"Nothing was changed. The plan is in {written}. To do it:");
        screen.Code(2, call);
    }

    /// <summary>What changes, in words.</summary>
    public static string Change(ResolvePlan plan, Nouns nouns)
    {
        var changed = plan.Changed == 0 ? "" : $", {nouns.Count(plan.Changed)} that {(plan.Changed == 1 ? "stays is" : "stay are")} changed";
        return $"{Say.Count(plan.Groups, "key")} shared, {nouns.Count(plan.Removed)} will go{changed}";
    }

    private static void ShowChildren(ResolvePlan plan, Nouns nouns, IScreen screen)
    {
        if (plan.Children.Count == 0) return;
        screen.Blank();
        screen.Line(0, $"{char.ToUpperInvariant(nouns.Row[0])}{nouns.Rows[1..]} that refer to {nouns.Rows} that go, and {(plan.Request.Children == ChildrenPolicy.Delete ? "go too" : $"will refer to the {nouns.Row} that stays")}:");
        screen.Table(2, [nouns.Table, nouns.Reference, nouns.Columns, "#" + nouns.Rows, "#colliding"], [.. plan.Children.Select(child => (Ink[])
        [
            new(child.Table.ToString(), Tone.Name), child.ForeignKey, string.Join(", ", child.Columns), Say.Count(child.Rows), Say.Count(child.Collisions),
        ])]);
    }
}
