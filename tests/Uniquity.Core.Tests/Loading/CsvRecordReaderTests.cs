using System.Text;
using Uniquity.Loading;
using Uniquity.Loading.Reading;

namespace Uniquity.Core.Tests.Loading;

public class CsvRecordReaderTests
{
    [Fact]
    public void Quotes_line_breaks_and_nulls_are_read_as_they_stand()
    {
        var records = Read("\uFEFFa,b\r\n\"x\"\"y\",\"1\r\n2\"\r\n,\"\"\r\n\n5\" disk,z");

        records.Select(record => (record.Line, record[0].Text, record[1].Text)).ShouldBe([(2L, "x\"y", "1\r\n2"), (4L, null, ""), (6L, "5\" disk", "z")]);
    }

    [Fact]
    public void What_cannot_be_read_says_why_and_the_next_record_is_read()
    {
        var records = Read("a,b\n1\n\"q\"x,2\n3,\"cut\n");

        records.Select(record => record.Fault).ShouldBe(["it has 1 values, the header 2", "there is text after a closing quote", "the file ends inside a quoted value"]);
    }

    [Fact]
    public void Bytes_that_are_no_text_reject_their_record_alone()
    {
        using var stream = new MemoryStream([.. "a\n"u8, 0xff, 0xfe, (byte)'\n', .. "ok\n"u8]);
        var reader = new CsvRecordReader(stream);

        reader.Next()!.Fault.ShouldBe("value 1 is not UTF-8");
        reader.Next()![0].Text.ShouldBe("ok");
        reader.Next().ShouldBeNull();
    }

    private static List<LoadRecord> Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var reader = new CsvRecordReader(stream);
        var records = new List<LoadRecord>();
        while (reader.Next() is { } record) records.Add(record);
        return records;
    }
}
