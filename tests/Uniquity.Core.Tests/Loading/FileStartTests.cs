using System.Text;
using Uniquity.Loading.Reading;
using Uniquity.Targets;

namespace Uniquity.Core.Tests.Loading;

/// <summary>A file that is not UTF-8 with lines of LF says so at once, with the call that reads it.</summary>
public class FileStartTests
{
    private const string Csv = "id,name\n1,größe\n";
    private const string Ndjson = "{\"id\":1}\n{\"id\":2}\n";

    [Theory]
    [InlineData("utf-16", true, "iconv -f UTF-16 -t UTF-8 FILE | uniquity load - --format csv")]
    [InlineData("utf-16BE", true, "iconv -f UTF-16 -t UTF-8")]
    [InlineData("utf-16", false, "iconv -f UTF-16LE -t UTF-8")]
    [InlineData("utf-16BE", false, "iconv -f UTF-16BE -t UTF-8")]
    [InlineData("utf-32", true, "iconv -f UTF-32 -t UTF-8")]
    public void Utf16_and_its_kin(string name, bool mark, string call)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] Bytes(string text) => [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        Should.Throw<UsageException>(() => new CsvRecordReader(new MemoryStream(Bytes(Csv)))).Message.ShouldContain(call);
        Should.Throw<UsageException>(() => new JsonRecordReader(new MemoryStream(Bytes(Ndjson)), lines: true)).Message.ShouldContain(call.Replace("csv", "ndjson", StringComparison.Ordinal));
        Should.Throw<UsageException>(() => new JsonRecordReader(new MemoryStream(Bytes("[{}]")), lines: false)).Message.ShouldContain(call.Replace("csv", "json", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_that_end_in_cr_alone()
    {
        Should.Throw<UsageException>(() => new CsvRecordReader(Stream("id,name\r1,a\r2,b\r"))).Message.ShouldBe("the lines of the file end in CR alone, and this reads LF and CRLF; nearest right call: tr '\\r' '\\n' < FILE | uniquity load - --format csv");
        Should.Throw<UsageException>(() => new JsonRecordReader(Stream(Ndjson.Replace('\n', '\r')), lines: true)).Message.ShouldContain("tr '\\r' '\\n' < FILE | uniquity load - --format ndjson");
    }

    [Theory]
    [InlineData("\"a\rb\",c\n1,2\n", 1)]
    [InlineData("a,c\r\n1,2\r\n", 1)]
    [InlineData("a\r", 0)]
    [InlineData("a\n1\r2\n", 1)]
    [InlineData("\uFEFFa,b\n1,2\n", 1)]
    [InlineData("a", 0)]
    public void Other_files_of_csv_are_read(string text, int records)
    {
        var reader = new CsvRecordReader(Stream(text));
        reader.Fields.Names[0].ShouldStartWith(text.Contains('"', StringComparison.Ordinal) ? "a\rb" : "a");
        for (; records > 0; records--) reader.Next()!.Fault.ShouldBeNull();
        reader.Next().ShouldBeNull();
    }

    [Theory]
    [InlineData("{\"a\":1,\r\"b\":2}\n", 1)]
    [InlineData("\n\n{\"a\":1}\n \t\r\n{\"a\":2}\n\n", 2)]
    [InlineData("\uFEFF{\"a\":1}\r\n", 1)]
    [InlineData("\r", 0)]
    public void Other_files_of_json_are_read(string text, int records)
    {
        var reader = new JsonRecordReader(Stream(text), lines: true);
        for (; records > 0; records--) reader.Next()!.Fault.ShouldBeNull();
        reader.Next().ShouldBeNull();
    }

    [Fact]
    public void A_header_that_cannot_tell_its_columns_apart()
    {
        Should.Throw<UsageException>(() => new CsvRecordReader(Stream("a,b, a\n1,2,3\n"))).Message.ShouldBe("the header names a twice: rename one of them in the file's first line");
        Should.Throw<UsageException>(() => new CsvRecordReader(Stream("a,,\n1,2,3\n"))).Message.ShouldStartWith("the header has two columns without a name");
    }

    [Fact]
    public void What_follows_the_end_of_an_array_is_a_record_that_cannot_be_read()
    {
        var reader = new JsonRecordReader(Stream("[{\"a\":1}]\nthe end {\"a\":2} x"), lines: false);

        reader.Next()![0].Text.ShouldBe("1");
        reader.Next()!.Fault.ShouldBe("it is not a JSON object");
        reader.Next()![0].Text.ShouldBe("2");
        reader.Next()!.Fault.ShouldBe("it is not a JSON object");
        reader.Next().ShouldBeNull();
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
