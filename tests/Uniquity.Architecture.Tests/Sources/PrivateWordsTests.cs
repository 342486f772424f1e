using System.Text.RegularExpressions;

namespace Uniquity.Architecture.Tests.Sources;

public partial class PrivateWordsTests
{
    [Fact]
    public void No_file_names_a_registry_or_a_folder_of_the_machine_that_built_it()
    {
        var found =
            from file in Repository.Files
            from line in Repository.Read(file).Split('\n').Index()
            where Private().IsMatch(line.Item)
            select $"{file}:{line.Index + 1}";

        found.ShouldBeEmpty();
    }

    [Fact]
    public void Such_a_word_would_be_seen()
    {
        Private().IsMatch("see " + "/wo" + "rk/main").ShouldBeTrue();
        Private().IsMatch("https://api." + "nuget.org/v3").ShouldBeTrue();
        Private().IsMatch("the work/day").ShouldBeFalse();
    }

    // Character classes keep the expression from finding itself.
    [GeneratedRegex(@"(?<![\w.:/-])/(?:wor[k]|far[m])/|bash_job[s]|registry[.]np[m]|api[.]nuge[t]|deb[.]debia[n]")]
    private static partial Regex Private();
}
