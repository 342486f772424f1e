using Uniquity.Diagnosing;

namespace Uniquity.Core.Tests.Diagnosing;

public class RowComparisonTests
{
    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("true", "1")]
    [InlineData("t", "true")]
    [InlineData("2024-05-01T10:00:00Z", "2024-05-01 10:00:00+00")]
    [InlineData("2024-05-01T12:00:00+02:00", "2024-05-01T10:00:00Z")]
    public void One_value_written_in_two_ways_is_the_same(string a, string b) => RowComparison.SameValue(a, b).ShouldBeTrue();

    [Theory]
    [InlineData("a", "A")]
    [InlineData("1", "2")]
    [InlineData(null, "")]
    [InlineData("2024-05-01", "2024-05-02")]
    public void Different_values_are_different(string? a, string? b) => RowComparison.SameValue(a, b).ShouldBeFalse();
}
