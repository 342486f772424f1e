namespace Uniquity.Architecture.Tests.Sources;

public class SizeTests
{
    [Theory]
    [InlineData("src", 400)]
    [InlineData("tests", 500)]
    [InlineData("bench", 500)]
    public void No_file_is_longer_than_a_reader_bears(string folder, int most)
    {
        var files = Repository.CSharp(folder).ToList();
        files.ShouldNotBeEmpty();

        files.Where(file => Repository.CountLines(file) > most).ShouldBeEmpty($"Files of {folder} over {most} lines: divide them by what they do.");
    }

    [Fact]
    public void Half_of_the_sources_fit_a_screen()
    {
        var lines = Repository.CSharp("src").Select(Repository.CountLines).Order().ToList();

        lines[lines.Count / 2].ShouldBeLessThan(60);
    }
}
