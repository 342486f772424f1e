namespace Uniquity.Core.Tests.Violations.MongoDb;

public class CorpusTests
{
    public static IEnumerable<object[]> Servers => CorpusText.Cases("servers");

    public static IEnumerable<object[]> Drivers => CorpusText.Cases("drivers");

    public static IEnumerable<object[]> Values => CorpusText.Cases("values");

    public static IEnumerable<object[]> Wrapped => CorpusText.Cases("wrapped");

    public static IEnumerable<object[]> Field => CorpusText.Cases("field");

    public static IEnumerable<object[]> Others => CorpusText.Cases("others");

    [Theory]
    [MemberData(nameof(Servers))]
    public void What_servers_and_tools_print_is_read(string name, string text, string reading) => CorpusText.Read(text).ShouldBe(reading, name);

    [Theory]
    [MemberData(nameof(Drivers))]
    public void What_drivers_print_is_read(string name, string text, string reading) => CorpusText.Read(text).ShouldBe(reading, name);

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_value_is_read_as_printed(string name, string text, string reading) => CorpusText.Read(text).ShouldBe(reading, name);

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void Texts_inside_texts_are_read(string name, string text, string reading) => CorpusText.Read(text).ShouldBe(reading, name);

    [Theory]
    [MemberData(nameof(Field))]
    public void What_people_paste_is_read(string name, string text, string reading) => CorpusText.Read(text).ShouldBe(reading, name);

    [Theory]
    [MemberData(nameof(Others))]
    public void What_is_no_violation_of_mongodb_stays_so(string name, string text, string reading) => CorpusText.Read(text).ShouldBe(reading, name);
}
