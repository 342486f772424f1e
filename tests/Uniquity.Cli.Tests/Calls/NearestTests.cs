using Uniquity.Cli.Calls;

namespace Uniquity.Cli.Tests.Calls;

public class NearestTests
{
    private static readonly string[] Commands = ["explain", "diagnose", "indexes", "duplicates", "demo", "completion"];

    [Theory]
    [InlineData("explian", "explain")]
    [InlineData("diagnos", "diagnose")]
    [InlineData("dupes", null)]
    [InlineData("duplicate", "duplicates")]
    [InlineData("DEMO", "demo")]
    [InlineData("index", "indexes")]
    [InlineData("frobnicate", null)]
    public void The_word_with_the_fewest_changed_letters_is_meant(string typed, string? meant) => Nearest.Of(typed, Commands).ShouldBe(meant);

    [Fact]
    public void A_very_long_word_is_not_compared() => Nearest.Of(new string('x', 1_000_000), Commands).ShouldBeNull();
}
