namespace Uniquity.Architecture.Tests.Sources;

public class CSharpTextTests
{
    [Theory]
    [InlineData("a // b\nc", "a  \nc")]
    [InlineData("a /* b\n */ c", "a   c")]
    [InlineData("\"http://x\" // y", "\"http://x\"  ")]
    [InlineData("@\"c:\\\" // y", "@\"c:\\\"  ")]
    [InlineData("'\"' // y", "'\"'  ")]
    [InlineData("\"\"\" // kept \" \"\"\" // y", "\"\"\" // kept \" \"\"\"  ")]
    public void Comments_go_and_strings_stay(string source, string expected) =>
        CSharpText.WithoutComments(source).ShouldBe(expected);
}
