using Uniquity.Targets;

namespace Uniquity.Core.Tests.Targets;

public class NearestNameTests
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
    public void The_word_with_the_fewest_changed_letters_is_meant(string typed, string? meant) => NearestName.Find(typed, Commands).ShouldBe(meant);

    [Fact]
    public void A_name_of_nothing_is_nearest_to_nothing() => NearestName.Find("a", ["", "unlike"]).ShouldBeNull();

    [Fact]
    public void A_very_long_word_is_not_compared() => NearestName.Find(new string('x', 1_000_000), Commands).ShouldBeNull();

    [Theory]
    [InlineData("emial", "email")]
    [InlineData("ab", "id")]
    public void Where_one_must_be_meant_the_closest_is_told(string typed, string meant) => NearestName.Closest(typed, ["id", "email"]).ShouldBe(meant);
}
