using System.Text.RegularExpressions;

namespace Uniquity.Architecture.Tests.Sources;

public partial class SilencedWarningTests
{
    [Fact]
    public void A_silenced_warning_is_named_and_says_why()
    {
        var silent =
            from folder in new[] { "src", "tests", "bench" }
            from file in Repository.CSharp(folder)
            from line in Repository.Read(file).Split('\n')
            where line.Contains("#pragma warning " + "disable", StringComparison.Ordinal) && !NamedWithReason().IsMatch(line)
            select $"{file}: {line.Trim()}";

        silent.ShouldBeEmpty("Write #pragma warning " + "disable CODE // the reason.");
    }

    [GeneratedRegex(@"disable \w+\d+(?:, \w+\d+)* // \S.{10,}")]
    private static partial Regex NamedWithReason();
}
