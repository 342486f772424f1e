using Uniquity.Causes;
using Uniquity.Cli.Json;
using Uniquity.Cli.Screens;

namespace Uniquity.Cli.Commands.Diagnose;

/// <summary>A cause with its evidence and what ends it.</summary>
internal static class CauseView
{
    /// <summary>Shows one.</summary>
    public static void Show(NamedCause cause, Nouns nouns, IScreen screen)
    {
        screen.Line(0, new Ink(cause.Cause.Code, Tone.Name), new Ink("  " + cause.Cause.Title, Tone.Strong), Confidences.Word(cause.Confidence, "  "));
        screen.Line(2, cause.Why);
        for (var at = 0; at < cause.Evidence.Count; at++)
        {
            var (fact, query) = (cause.Evidence[at].Fact, cause.Evidence[at].Query);
            screen.Hanging(2, 4, new Ink("· ", Tone.Faint), fact);

            // Facts that one statement shows stand together above it.
            var next = at + 1 < cause.Evidence.Count ? cause.Evidence[at + 1].Query : null;
            if (query is not null && query != next) screen.Code(4, query);
        }

        if (cause.Remedies.Count > 0)
        {
            screen.Blank();
            screen.Line(2, new Ink("What ends it", Tone.Strong));
        }

        for (var at = 0; at < cause.Remedies.Count; at++) ShowRemedy(at + 1, cause.Remedies[at], nouns, screen);
        screen.Blank();
    }

    private static void ShowRemedy(int number, Remedy remedy, Nouns nouns, IScreen screen)
    {
        var locks = remedy.Lock switch
        {
            RemedyLock.None => "locks nothing",
            RemedyLock.Row => $"locks the {nouns.Rows} it touches",
            _ => $"locks the {Words.Of(remedy.Lock).Replace("table", nouns.Table, StringComparison.Ordinal)}",
        };
        var undo = remedy.Reversible ? "reversible" : "cannot be taken back";
        screen.Hanging(2, 5, $"{number}. {remedy.Title}  ", new Ink($"{Words.Of(remedy.Kind)} · {undo} · {locks}", Tone.Faint));
        foreach (var command in remedy.Commands) screen.Code(5, command.Text);
        if (remedy.Run is { } run) screen.Code(5, run);
    }
}
