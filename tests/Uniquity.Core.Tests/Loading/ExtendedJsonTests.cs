using System.Text;
using Uniquity.Loading;
using Uniquity.Loading.Reading;

namespace Uniquity.Core.Tests.Loading;

/// <summary>Canonical Extended JSON becomes what a table takes, at any depth.</summary>
public class ExtendedJsonTests
{
    [Theory]
    [InlineData("""{"$numberInt":"5"}""", LoadValueKind.Number, "5")]
    [InlineData("""{"$numberDouble":"NaN"}""", LoadValueKind.Number, "NaN")]
    [InlineData("""{"$date":{"$numberLong":"0"}}""", LoadValueKind.Text, "1970-01-01T00:00:00.000Z")]
    [InlineData("""{"$undefined":true}""", LoadValueKind.Null, null)]
    [InlineData("""[{"$numberInt":"1"},{"$numberLong":"9007199254740993"},{"$numberDecimal":"1.10"},{"$numberDouble":"-Infinity"},{"$undefined":true}]""", LoadValueKind.Json, """[1,9007199254740993,1.10,"-Infinity",null]""")]
    [InlineData("""{"a":{"b":[{"$oid":"507f1f77bcf86cd799439011"},"größe <\"> \u00e9",true,1e5,null]},"at":{"$date":"2026-01-01T00:00:00Z"},"b":{"$binary":{"base64":"CgA=","subType":"00"}}}""", LoadValueKind.Json, """{"a":{"b":["507f1f77bcf86cd799439011","größe <\"> é",true,1e5,null]},"at":"2026-01-01T00:00:00Z","b":"CgA="}""")]
    [InlineData("""{"$gt": 5,  "x": "$y"}""", LoadValueKind.Json, """{"$gt": 5,  "x": "$y"}""")]
    [InlineData("""{"$timestamp":{"t":1,"i":1}}""", LoadValueKind.Json, """{"$timestamp":{"t":1,"i":1}}""")]
    [InlineData("""{"$numberInt":"x1"}""", LoadValueKind.Json, """{"$numberInt":"x1"}""")]
    [InlineData("""{"$numberInt":"007"}""", LoadValueKind.Json, """{"$numberInt":"007"}""")]
    [InlineData("""{"$numberLong":" 1"}""", LoadValueKind.Json, """{"$numberLong":" 1"}""")]
    [InlineData("""{"a":{"$numberDecimal":""}}""", LoadValueKind.Json, """{"a":{"$numberDecimal":""}}""")]
    [InlineData("""{"$date":{"$numberLong":5}}""", LoadValueKind.Json, """{"$date":{"$numberLong":5}}""")]
    [InlineData("""{"$binary":{"base64":5,"subType":"00"}}""", LoadValueKind.Json, """{"$binary":{"base64":5,"subType":"00"}}""")]
    public void A_value(string json, LoadValueKind kind, string? text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{{\"v\":{json}}}"));
        var value = new JsonRecordReader(stream, lines: true).Next()![0];

        (value.Kind, value.Text).ShouldBe((kind, text));
    }

    [Fact]
    public void Types_stay_where_they_are_kept()
    {
        using var stream = new MemoryStream("""{"v":[{"$numberInt":"1"}]}"""u8.ToArray());
        new JsonRecordReader(stream, lines: true, keepsTypes: true).Next()![0].Text.ShouldBe("""[{"$numberInt":"1"}]""");
    }

    [Theory]
    [InlineData("""{"a":["\ud800"]}""")]
    [InlineData("""{"\udfff":1}""")]
    [InlineData("""["\ud83d","\ude00"]""")]
    public void A_text_with_half_of_a_pair_inside_a_value_is_told_with_its_line(string json)
    {
        foreach (var keepsTypes in new[] { true, false })
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{{\"v\":\"\\ud83d\\ude00\"}}\n{{\"v\":{json}}}"));
            var reader = new JsonRecordReader(stream, lines: true, keepsTypes);

            reader.Next()!.Fault.ShouldBeNull();
            var record = reader.Next()!;
            (record.Line, record.Fault).ShouldBe((2, "a text in it is not Unicode"));
        }
    }
}
