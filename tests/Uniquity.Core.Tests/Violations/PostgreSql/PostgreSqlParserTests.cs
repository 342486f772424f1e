namespace Uniquity.Violations.PostgreSql;

/// <summary>Texts as PostgreSQL 15 and the drivers in front of it print them, and what is to be read in each.</summary>
public sealed class PostgreSqlParserTests
{
    public static TheoryData<string, string> Corpus(string file)
    {
        var cases = new TheoryData<string, string>();
        foreach (var named in ParserCase.Load(file))
            cases.Add(file, named.Name);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Corpus), "server")]
    [MemberData(nameof(Corpus), "drivers")]
    [MemberData(nameof(Corpus), "escapes")]
    [MemberData(nameof(Corpus), "field")]
    [MemberData(nameof(Corpus), "values")]
    [MemberData(nameof(Corpus), "localised")]
    [MemberData(nameof(Corpus), "related")]
    [MemberData(nameof(Corpus), "nothing")]
    public void A_text_is_read_as_its_case_says(string file, string name)
    {
        var expected = ParserCase.Load(file).Single(c => c.Name == name);

        ParserCase.Read(expected.Text).ShouldBe(expected.Readings);
    }

    [Theory]
    [MemberData(nameof(Corpus), "server")]
    [MemberData(nameof(Corpus), "drivers")]
    [MemberData(nameof(Corpus), "escapes")]
    [MemberData(nameof(Corpus), "localised")]
    public void Among_the_parsers_of_all_engines_the_same_is_read(string file, string name)
    {
        var expected = ParserCase.Load(file).Single(c => c.Name == name);

        var reading = ViolationText.Read(expected.Text);

        var readings = reading.Violations.Select(ParserCase.Describe)
            .Concat(reading.Related.Select(r => ParserCase.Describe(r)))
            .DefaultIfEmpty("nothing");
        readings.ShouldBe(expected.Readings.Distinct(StringComparer.Ordinal), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Corpus), "server")]
    [MemberData(nameof(Corpus), "drivers")]
    [MemberData(nameof(Corpus), "escapes")]
    [MemberData(nameof(Corpus), "field")]
    [MemberData(nameof(Corpus), "values")]
    public void A_text_cut_anywhere_is_read_or_refused_without_a_fault(string file, string name)
    {
        var text = ParserCase.Load(file).Single(c => c.Name == name).Text;

        for (var length = 0; length < text.Length; length += 7)
            ParserCase.Read(text[..length]).Count.ShouldBeLessThan(4);
    }

    [Fact]
    public void One_failure_told_by_every_exception_of_a_chain_is_one_time()
        => ViolationText.Read(ParserCase.Load("drivers").Single(c => c.Name == "Hibernate 6 in Spring").Text)
            .Violations.ShouldHaveSingleItem().Times.ShouldBe(1);

    [Fact]
    public void The_same_record_three_times_in_a_log_is_three_times()
        => ViolationText.Read(ParserCase.Load("field").Single(c => c.Name == "the same three times").Text)
            .Violations.ShouldHaveSingleItem().Times.ShouldBe(3);

    [Fact]
    public void Every_anchor_may_be_all_there_is_at_either_end_of_a_text()
    {
        var parser = new PostgreSqlParser();
        foreach (var anchor in parser.Anchors)
        {
            Should.NotThrow(() => parser.TryRead(new TextWindow(anchor, 0, anchor), out _), anchor);
            Should.NotThrow(() => parser.TryRead(new TextWindow("(" + anchor, 1, anchor), out _), anchor);
            Should.NotThrow(() => parser.TryRead(new TextWindow(anchor + anchor, 0, anchor), out _), anchor);
        }
    }

    [Fact]
    public void Every_anchor_is_its_own()
        => new PostgreSqlParser().Anchors.ShouldBeUnique();
}
