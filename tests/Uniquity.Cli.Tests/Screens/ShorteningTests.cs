using Uniquity.Cli.Screens;

namespace Uniquity.Cli.Tests.Screens;

public class ShorteningTests
{
    [Fact]
    public void A_megabyte_loses_its_middle_and_the_length_is_told()
    {
        using var output = new StringWriter();

        new ShorteningScreen(new PlainScreen(output)).Line(0, "head " + new string('x', 1_000_000) + " tail");

        var line = output.ToString();
        line.Length.ShouldBeLessThan(1_300);
        line.ShouldStartWith("head xxx");
        line.ShouldContain("of 1,000,010 characters left out here; --json has them all");
        line.ShouldEndWith(" tail\n");
    }

    [Fact]
    public void A_cell_is_shortened_sooner_than_a_line()
    {
        using var output = new StringWriter();

        new ShorteningScreen(new PlainScreen(output)).Table(0, ["a", "b"], [[new string('y', 500), "short"]]);

        output.ToString().ShouldContain("of 500 characters left out");
        output.ToString().ShouldContain("short");
    }

    [Fact]
    public void No_character_is_cut_in_two()
    {
        for (var lead = 0; lead < 4; lead++)
        {
            var text = ShorteningScreen.Short(new string('.', lead) + string.Concat(Enumerable.Repeat("🙂", 500)), 240);
            text.EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
        }
    }

    [Fact]
    public void What_is_short_enough_stays() => ShorteningScreen.Short(new string('z', 240), 240).ShouldBe(new string('z', 240));
}
