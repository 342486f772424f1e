using System.Text.RegularExpressions;

namespace Uniquity.Architecture.Tests.Engines;

public partial class ConformanceTests
{
    [Fact]
    public void The_suite_uses_its_own_attributes_so_that_a_missing_engine_skips_it()
    {
        var plain = Repository.CSharp("src/Uniquity.Testing/Conformance").Where(file => PlainTest().IsMatch(Repository.Read(file)));

        plain.ShouldBeEmpty("Write [ConformanceFact] or [ConformanceTheory].");
    }

    [Fact]
    public void A_class_that_runs_the_suite_on_a_server_says_which()
    {
        var classes = Repository.CSharp("tests/Uniquity.PostgreSql.Tests").Where(file => RunsSuite().IsMatch(Repository.Read(file))).ToList();

        classes.ShouldNotBeEmpty();
        classes.Where(file => !Repository.Read(file).Contains("[RunsOnPostgreSql]", StringComparison.Ordinal))
            .ShouldBeEmpty("Write [RunsOnPostgreSql] above the class.");
    }

    [GeneratedRegex(@"^\s*\[(?:Fact|Theory)\b", RegexOptions.Multiline)]
    private static partial Regex PlainTest();

    [GeneratedRegex(@"\bclass \w+.*: \w+Conformance\(")]
    private static partial Regex RunsSuite();
}
