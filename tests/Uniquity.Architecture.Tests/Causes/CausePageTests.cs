using Uniquity.Causes;

namespace Uniquity.Architecture.Tests.Causes;

public class CausePageTests
{
    private static readonly string[] Sections =
        ["## What happened", "## The fact that proves it", "## What ends it", "## Often confused with", "## Sources"];

    public static TheoryData<string> Codes => [.. CauseCatalogue.All.Select(cause => cause.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_cause_has_a_page_with_every_section(string code)
    {
        var file = $"docs/causes/{code}.md";
        Repository.Files.Contains(file).ShouldBeTrue($"{file} is missing");
        var lines = Repository.Read(file).Split('\n');

        lines[0].ShouldBe($"# {code}: {CauseCatalogue.Get(code).Title}");
        lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ShouldBe(Sections);
    }

    [Fact]
    public void A_page_belongs_to_a_cause()
    {
        var pages = Repository.Files.Where(file => file.StartsWith("docs/causes/", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)).ToList();

        pages.Where(page => CauseCatalogue.Find(page) is null).ShouldBeEmpty();
    }

    [Fact]
    public void Codes_are_distinct_and_in_order()
    {
        var codes = CauseCatalogue.All.Select(cause => cause.Code).ToList();

        codes.ShouldBe(codes.Distinct().Order(StringComparer.Ordinal));
    }
}
