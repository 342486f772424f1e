using Uniquity.Violations.Scanning;

namespace Uniquity.Core.Tests.Violations.Scanning;

public class AnchorCoresTests
{
    [Fact]
    public void Anchors_share_a_core_that_stands_in_all_of_them() =>
        Choose("duplicate key error", "Duplicate entry ", "DuplicateKey").ShouldBe(["uplicate", "uplicate", "uplicate"]);

    [Fact]
    public void An_anchor_with_nothing_in_common_has_its_rarest_part() =>
        Choose("ORA-", "SQLITE_CONSTRAINT")[0].ShouldBe("ORA-");

    [Fact]
    public void A_frequent_part_is_not_shared() =>
        Choose("connection refused", "statement conflicted with").ShouldNotContain("con");

    [Fact]
    public void Ascii_is_preferred_and_what_has_none_is_searched_whole()
    {
        Choose("doppelter Schlüsselwert").ShouldAllBe(core => System.Text.Ascii.IsValid(core));
        Choose("一意性制約").ShouldBe(["一意性制約"]);
    }

    [Fact]
    public void Every_core_stands_where_it_says()
    {
        var anchors = ViolationParsersAnchors();
        var cores = AnchorCores.Choose(anchors);
        for (var i = 0; i < anchors.Length; i++) anchors[i][cores[i].Offset..].ShouldStartWith(cores[i].Text);
    }

    private static string[] Choose(params string[] anchors) => [.. AnchorCores.Choose(anchors).Select(core => core.Text)];

    private static string[] ViolationParsersAnchors() =>
        [.. Uniquity.Violations.ViolationParsers.All.SelectMany(parser => parser.Anchors).Distinct()];
}
