using System.CommandLine;
using System.CommandLine.Invocation;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Calls;

/// <summary>Shows the help of a command, or of all of them.</summary>
internal sealed class HelpPage(Terminal terminal) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Whether the call asks for help, so that its errors do not matter.</summary>
    public static bool IsAskedFor(ParseResult parsed) => parsed.Action is HelpPage or VersionAction;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Show(parseResult.CommandResult.Command, Screen.For(terminal, ColorMode.Auto));
        return (int)ExitCode.Done;
    }

    /// <summary>Shows the help of a command.</summary>
    public static void Show(Command command, IScreen screen)
    {
        if (command is CliCommand known) ShowCommand(known, screen);
        else ShowRoot(command, screen);
    }

    private static void ShowRoot(Command root, IScreen screen)
    {
        screen.Line(0, new Ink("uniquity", Tone.Strong), " " + VersionAction.Version + ". " + root.Description);
        screen.Blank();
        Head(screen, "commands");
        var widest = root.Subcommands.Max(command => command.Name.Length);
        foreach (var command in root.Subcommands)
        {
            screen.Hanging(2, widest + 4, new Ink(command.Name.PadRight(widest), Tone.Name), "  " + command.Description);
        }

        screen.Blank();
        Head(screen, "begin here");
        foreach (var example in new[] { "uniquity demo", "uniquity explain 'E11000 duplicate key error …'", "uniquity diagnose - --db postgres://user@host/database < error.txt" })
        {
            screen.Code(2, example);
        }

        screen.Blank();
        screen.Line(0, "uniquity COMMAND --help says more. Only load, apply, resolve --apply, enforce --apply, drop-index --apply, resume, undo and runs --forget write; every other call only reads.");
        screen.Blank();
        Head(screen, "exit codes");
        screen.Line(2, "0 done · 1 the negative: no violation, no cause, duplicates found · 2 the call is wrong · 3 the database cannot be reached or denies access · 4 refused: without --yes, or the data has changed since the plan · 5 stopped part-way · 130 Ctrl+C");
    }

    private static void ShowCommand(CliCommand command, IScreen screen)
    {
        screen.Line(0, new Ink("uniquity " + command.Name, Tone.Strong), ": " + command.Description);
        screen.Blank();
        Head(screen, "usage");
        screen.Code(2, $"uniquity {command.Name} {command.Usage}".TrimEnd());
        screen.Blank();
        foreach (var line in command.About.Split('\n')) screen.Line(0, line);
        ShowOptions(screen, "options", command.Options);
        ShowOptions(screen, "options of every command", CommandTree.CommonOptionsOf(command));
        screen.Blank();
        Head(screen, "examples");
        foreach (var example in command.Examples) screen.Code(2, example);
        screen.Blank();
        Head(screen, "exit codes");
        screen.Line(2, command.Exits);
    }

    private static void ShowOptions(IScreen screen, string head, IEnumerable<Option> options)
    {
        var rows = options.Where(option => !option.Hidden)
            .Select(option => (Call: option.HelpName is { } value ? $"{option.Name} {value}" : option.Name, option.Description)).ToList();
        if (rows.Count == 0) return;
        screen.Blank();
        Head(screen, head);
        var widest = rows.Max(row => row.Call.Length);
        foreach (var (call, description) in rows)
        {
            screen.Hanging(2, widest + 4, new Ink(call.PadRight(widest), Tone.Name), "  " + description);
        }
    }

    private static void Head(IScreen screen, string text) => screen.Line(0, new Ink(text, Tone.Strong));
}
