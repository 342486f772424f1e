using Uniquity.Diagnosing;

namespace Uniquity.Core.Tests.Diagnosing;

public class FoldingsTests
{
    [Theory]
    [InlineData("Bob@x.com", "bob@X.com", "they differ only in case")]
    [InlineData("a  b", " a b", "they differ only in white space")]
    [InlineData("caf\u00e9", "cafe\u0301", "they differ only in Unicode form")]
    [InlineData("caf\u00e9", "cafe", "they differ only in accents")]
    [InlineData(" Caf\u00e9", "cafe", "they differ only in case, accents or white space")]
    [InlineData("a", "b", "they are written differently")]
    public void The_difference_is_named(string a, string b, string difference) => Foldings.Difference(a, b).ShouldBe(difference);

    [Fact]
    public void A_lone_surrogate_is_compared_as_it_is() => Foldings.Difference("\ud800", "x").ShouldBe("they are written differently");
}
