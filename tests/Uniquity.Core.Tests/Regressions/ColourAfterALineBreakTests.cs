using Uniquity.Violations.MongoDb;

namespace Uniquity.Core.Tests.Regressions;

public class ColourAfterALineBreakTests
{
    [Theory]
    [InlineData("email\n\u001b[33m", "email")]
    [InlineData("email \r\n\u001b[0m", "email")]
    [InlineData("em\n\u001b[33mail", "email")]
    public void A_name_that_ends_in_a_line_break_and_a_colour_is_read(string printed, string name) =>
        WrappedText.Unwrap(printed).ShouldBe(name);
}
