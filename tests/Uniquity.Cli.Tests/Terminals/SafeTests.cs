using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Tests.Terminals;

public class SafeTests
{
    [Theory]
    [InlineData("plain größe 日本 🙂", "plain größe 日本 🙂")]
    [InlineData("a\nb\tc\r", @"a\nb\tc\r")]
    [InlineData("\u001b[31mred", @"\x1b[31mred")]
    [InlineData("\u009b31m", @"\x9b31m")]
    [InlineData("\u0000\u0007\u007f", @"\x00\x07\x7f")]
    [InlineData("a\u202egnp.exe", @"a\u202egnp.exe")]
    [InlineData("zero\u200bwidth\u2028", @"zero\u200bwidth\u2028")]
    public void What_a_terminal_would_obey_is_shown_on_one_line(string text, string shown) => Safe.Line(text).ShouldBe(shown);

    [Fact]
    public void A_block_keeps_its_lines_and_tabs() => Safe.Block("SELECT 1\r\n\tFROM t\u001b[2J").ShouldBe("SELECT 1\n\tFROM t\\x1b[2J");
}
