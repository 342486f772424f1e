using Uniquity.Cli.Calls;

namespace Uniquity.Cli.Tests.Calls;

public class DurationTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    public void A_number_with_its_unit_is_a_duration(string text, int milliseconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("1e9h")]
    [InlineData("999h")]
    [InlineData("30 s")]
    [InlineData("30S")]
    public void Anything_else_is_none(string text) => DurationText.TryParse(text, out _).ShouldBeFalse();
}
