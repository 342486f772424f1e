using System.Globalization;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Enforce;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Enforcing;

namespace Uniquity.Cli.Commands.DropIndex;

/// <summary>What a person sees of <c>drop-index</c>.</summary>
internal static class DropIndexView
{
    /// <summary>Shows a plan.</summary>
    public static void Show(DropIndexPlan plan, Call call)
    {
        var (screen, index) = (call.Screen, plan.Index);
        screen.Line(0, new Ink(index.Name, Tone.Name), $" of {index.Table}: unique {IndexText.Kind(index)} on {IndexText.Key(index.Key)}", IndexText.Options(index) is { Length: > 0 } options ? $" ({options})" : "");
        screen.Line(2, "reads   ", plan.Reads is { } reads ? Say.Count(reads) + Since(plan) : "this engine does not count them");
        if (plan.Refusal is { } refusal)
        {
            screen.Blank();
            screen.Hanging(0, 9, new Ink("refused", Tone.Bad), "  " + refusal);
            return;
        }

        StepsView.Show(plan.Steps, screen);
        if (plan.Warnings.Count > 0) screen.Blank();
        foreach (var warning in plan.Warnings) screen.Hanging(0, 9, new Ink("warning", Tone.Warn), "  " + warning);
        if (!call.Parsed.Tokens.Any(token => token.Value == "--apply")) StepsView.ShowNext(call);
    }

    /// <summary>Says what was done.</summary>
    public static void ShowDone(DropIndexResult result, IScreen screen, TimeSpan elapsed)
    {
        screen.Blank();
        screen.Line(0, new Ink($"{result.Plan.Index.Name} is dropped", Tone.Good), $", in {Say.Duration(elapsed)}.");
        foreach (var done in result.Done) screen.Line(2, done);
    }

    private static string Since(DropIndexPlan plan) =>
        plan.ReadsSince is { } since ? $", since {since.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}" : ", since the server's statistics began";
}
