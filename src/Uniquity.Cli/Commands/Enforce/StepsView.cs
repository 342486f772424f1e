using Uniquity.Cli.Calls;
using Uniquity.Cli.Screens;
using Uniquity.Enforcing;

namespace Uniquity.Cli.Commands.Enforce;

/// <summary>The steps of a change of indexes.</summary>
internal static class StepsView
{
    /// <summary>Shows them: what each does, whom it holds up, and its statements.</summary>
    public static void Show(IReadOnlyList<EnforceStep> steps, IScreen screen)
    {
        for (var n = 0; n < steps.Count; n++)
        {
            screen.Blank();
            screen.Hanging(0, 3, new Ink($"{n + 1}  {steps[n].What}", Tone.Strong));
            screen.Hanging(3, 3, new Ink(steps[n].Lock, Tone.Faint));

            // A resolution has its own view, and its statements are many.
            if (steps[n].Kind == EnforceStepKind.Resolve) continue;
            foreach (var statement in steps[n].Statements) screen.Code(3, statement + ";");
        }
    }

    /// <summary>Says that nothing was done, and the call that does it.</summary>
    public static void ShowNext(Call call)
    {
        call.Screen.Blank();
        call.Screen.Line(0, "Nothing was changed. To do it:");
        call.Screen.Code(2, call.Again("--apply"));
    }
}
