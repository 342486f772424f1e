using System.Text;
using Uniquity.Loading.Reading;

namespace Uniquity.Core.Tests.Loading;

/// <summary>A record longer than one may be is told, and those after it are read.</summary>
public class RecordLimitTests
{
    private const int Most = 1 << 20;
    private static readonly string Long = new('x', 3 * Most);

    [Theory]
    [InlineData("id,v\n1,a\n2,{0}\n3,c\n", "1|2!|3")]
    [InlineData("id,v\n1,a\n2,\"{0}\"\n3,c\n", "1|2!|3")]
    [InlineData("id,v\n1,a\n{0}", "1|2!")]
    public void A_row_of_csv(string text, string expected)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.Replace("{0}", Long, StringComparison.Ordinal)));
        Read(new CsvRecordReader(stream, Most)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("ndjson", "{\"id\":1}\n{\"id\":2,\"v\":\"{0}\"}\n{\"id\":3}\n", "1|2!|3")]
    [InlineData("ndjson", "{\"id\":1}\n{\"id\":2,\"v\":\"{0}", "1|2!")]
    [InlineData("json", "[{\"id\":1},{\"id\":2,\"v\":\"{0}\\\"}{\",\"w\":[{}]},{\"id\":3},\n{\"id\":4}]", "1|1!|3|4")]
    [InlineData("json", "[{\"id\":1},\n{\n\"id\":2,\"v\":\"{0}\"\n},\n{\"id\":3}]", "1|2!|3")]
    [InlineData("json", "[{\"id\":1},{\"id\":2,\"v\":\"{0}", "1|1!")]
    public void A_document_of_json_and_those_beside_it_in_one_line(string format, string text, string expected)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.Replace("{0}", Long, StringComparison.Ordinal)));
        Read(new JsonRecordReader(stream, format == "ndjson", keepsTypes: false, Most)).ShouldBe(expected);
    }

    [Fact]
    public void A_record_that_just_fits_is_read()
    {
        var row = "2," + new string('x', Most - 4);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("id,v\n1,a\n" + row + "\n3,c\n"));
        Read(new CsvRecordReader(stream, Most)).ShouldBe("1|2|3");
    }

    // A record as its first value, one that cannot be read as its line with a mark.
    private static string Read(IRecordReader reader)
    {
        var all = new List<string>();
        while (reader.Next() is { } record)
        {
            if (record.Fault is not null) record.Fault.ShouldBe("it is longer than 1 MiB");
            if (record.Fault is not null) record.Raw!.Length.ShouldBeInRange(1, 1000);
            all.Add(record.Fault is null ? record[0].Text! : $"{record.Line - (reader is CsvRecordReader ? 1 : 0)}!");
        }

        return string.Join('|', all);
    }
}
