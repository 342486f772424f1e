using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Screens;

/// <summary>Chooses the screen of a call.</summary>
internal static class Screen
{
    /// <summary>A terminal gets the drawn one, with colour unless the person or the terminal wants none; a pipe the plain one.</summary>
    public static IScreen For(Terminal terminal, ColorMode color) => new ShorteningScreen(Of(terminal, color));

    private static IScreen Of(Terminal terminal, ColorMode color)
    {
        if (color == ColorMode.Always) return new TerminalScreen(terminal.Out, terminal.Width(), color: true);
        if (!terminal.OutIsTerminal) return new PlainScreen(terminal.Out);
        return new TerminalScreen(terminal.Out, terminal.Width(), HasColor(terminal, color));
    }

    /// <summary>Whether text on a terminal is coloured.</summary>
    public static bool HasColor(Terminal terminal, ColorMode color) => color switch
    {
        ColorMode.Always => true,
        ColorMode.Never => false,
        // https://no-color.org: set and not empty.
        _ => string.IsNullOrEmpty(terminal.Variable("NO_COLOR")) && terminal.Variable("TERM") != "dumb",
    };
}
