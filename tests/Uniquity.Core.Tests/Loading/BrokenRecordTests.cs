using System.Text;
using Uniquity.Loading;
using Uniquity.Loading.Reading;

namespace Uniquity.Core.Tests.Loading;

/// <summary>A record that cannot be read takes as few others with it as can be told.</summary>
public class BrokenRecordTests
{
    [Theory]
    [InlineData("[{\"a\":1},\n{\"a\":\"x\"y\"},\n{\"a\":3}]", "1 ok,2 bad,3 ok")]
    [InlineData("[\n  {\n    \"a\": \"x\"y\",\n    \"b\": [\n      {\n        \"a\": 9\n      }\n    ]\n  },\n  {\n    \"a\": 3\n  }\n]", "2 bad,10 ok")]
    [InlineData("[{\"a\":1},\n{\"a\":{\"b\":2},\n{\"a\":3},\n{\"a\":4}\n]", "1 ok,2 bad,3 ok,4 ok")]
    [InlineData("[{\"a\":1},\n{\"a\":\"cut", "1 ok,2 bad")]
    [InlineData("[\"a{b\",{\"a\":1},\"\\\"{\",{\"a\":2},7]", "1 bad,1 ok,1 bad,1 ok,1 bad")]
    public void In_an_array_the_records_after_it_are_read(string text, string records) =>
        string.Join(',', ReadAll(new JsonRecordReader(Stream(text), lines: false)).Select(record => $"{record.Line} {(record.Fault is null ? "ok" : "bad")}")).ShouldBe(records);

    [Fact]
    public void In_an_array_that_is_cut_the_reject_says_so() =>
        ReadAll(new JsonRecordReader(Stream("[{\"a\":1},\n{\"a\":\"cut"), lines: false))[1].Fault.ShouldBe("the file ends inside it");

    [Fact]
    public void A_line_with_a_quote_too_many_is_kept_whole()
    {
        var tail = new string('z', 5000);

        var record = ReadAll(new CsvRecordReader(Stream($"a,b\n\"x\"y,{tail}\r\n1,2\n")))[0];

        record.Raw.ShouldBe($"\"x\"y,{tail}");
    }

    [Theory]
    [InlineData("\"x,y\";b\n1;2\n", "x,y|b")]
    [InlineData("\n\r\n\"x\ty\";b\n1;2\n", "x\ty|b")]
    [InlineData("\"a\"\"b;c\"\td\n1\t2\n", "a\"b;c|d")]
    [InlineData("size 5\",b\n1,2\n", "size 5\"|b")]
    [InlineData("a\n1\n", "a")]
    public void What_separates_is_looked_for_outside_of_quotes(string text, string names)
    {
        var reader = new CsvRecordReader(Stream(text));

        string.Join('|', reader.Fields.Names).ShouldBe(names);
        reader.Next()!.Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"$numberInt\":\"\"", LoadValueKind.Json)]
    [InlineData("\"$numberLong\":\"0x5\"", LoadValueKind.Json)]
    [InlineData("\"$numberDecimal\":\"1_5\"", LoadValueKind.Json)]
    [InlineData("\"$numberDouble\":\"-Infinity\"", LoadValueKind.Number)]
    [InlineData("\"$numberDouble\":\"-1.5E+3\"", LoadValueKind.Number)]
    public void What_only_says_that_it_is_a_number_stays_as_it_is(string member, LoadValueKind kind)
    {
        var record = ReadAll(new JsonRecordReader(Stream($"{{\"a\":{{{member}}},\"b\":[{{{member}}}]}}"), lines: true)).Single();

        record.Fault.ShouldBeNull();
        record[0].Kind.ShouldBe(kind);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static List<LoadRecord> ReadAll(IRecordReader reader)
    {
        var records = new List<LoadRecord>();
        while (reader.Next() is { } record) records.Add(record);
        return records;
    }
}
