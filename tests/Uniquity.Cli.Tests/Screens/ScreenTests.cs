using Uniquity.Cli.Screens;
using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Screens;

public class ScreenTests
{
    private static readonly string[] Heads = ["field", "there", "", "#rows"];

    private static readonly Ink[][] Rows =
    [
        ["email", "anna@example.com", new Ink("=", Tone.Faint), "1,234"],
        ["[bold]name[/]", "a long value that has to go on in the next line of its column, for it is longer than the terminal is wide", new Ink("≠", Tone.Warn), "5"],
        ["日本語", "\u001b[31mred\u001b[0m\nnext", "", "67"],
    ];

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    [InlineData(40)]
    [InlineData(20)]
    [InlineData(5)]
    public void A_terminal_of_any_width_is_served(int width) => Draw(new StringWriter(), output => new TerminalScreen(output, width, color: false)).ShouldBeApproved($"terminal-{width}");

    [Fact]
    public void A_terminal_with_colour_gets_it() => Draw(new StringWriter(), output => new TerminalScreen(output, 80, color: true)).ShouldBeApproved("terminal-colour");

    [Fact]
    public void A_pipe_gets_whole_values_and_no_escape_sequence()
    {
        var text = Draw(new StringWriter(), output => new PlainScreen(output));

        text.ShouldNotContain("\u001b");
        text.ShouldBeApproved("pipe");
    }

    [Theory]
    [InlineData("plain", 5)]
    [InlineData("größe", 5)]
    [InlineData("日本語", 6)]
    [InlineData("e\u0301", 1)]
    [InlineData("🙂", 2)]
    public void Letters_take_the_columns_that_a_terminal_gives_them(string text, int columns) => CellWidth.Of(text).ShouldBe(columns);

    private static string Draw(StringWriter output, Func<StringWriter, IScreen> open)
    {
        var screen = open(output);
        screen.Line(0, new Ink("UQ108", Tone.Name), new Ink("  a soft-deleted row holds the key", Tone.Strong), new Ink("  certain", Tone.Bad));
        screen.Line(2, "The row that holds the key was deleted long ago, and so the application does not see it; the index does.");
        screen.Hanging(2, 4, new Ink("· ", Tone.Faint), "a fact of which there is more to say than one line of a narrow terminal can hold at once");
        screen.Code(4, "SELECT *\nFROM users\nWHERE email = 'a\u001b[2J';");
        screen.Blank();
        screen.Table(2, Heads, Rows);
        return output.ToString();
    }
}
