using Uniquity.Cli.Commands.Duplicates;
using Uniquity.Cli.Json;
using Uniquity.Duplicates;

namespace Uniquity.Cli.Tests.Commands.Duplicates;

public class JsonGroupsTests
{
    [Theory]
    [InlineData("a", null, "1", "2")]
    [InlineData("", null)]
    [InlineData("quote \" back \\ slash / tab \t 'é' \u2028 \ud83d\ude00 <b>&", null, "x y", "é\"")]
    [InlineData("1.5", "1.5", "-42", "\"plain\"", "\"two words\"", "\"esc\\u00e9 \\/ \\\"\"")]
    [InlineData("ObjectId('507f1f77bcf86cd799439011')", "{\"$oid\":\"507f1f77bcf86cd799439011\"}", "{ \"$oid\" : \"507f1f77bcf86cd799439011\" }", "{ \"a\" : [ 1, null, true, { \"b\" : 1e400 } ] }")]
    [InlineData("x", "\"\ud83d\ude00é\u200e\"", "{\"$date\":\"1969-12-31T23:59:59.999Z\"}", "null", "\"\"")]
    public void A_line_is_what_the_document_would_be_serialized_to(string value, string? json, params string[] ids)
    {
        var typed = json is not null;
        var group = new DuplicateGroup([new("k", value) { Json = json }, new("ñ \"2\"", null, IsNull: true), new("z", null)], 3, ids) { JsonIds = typed ? ids : null };
        using var expected = new StringWriter();
        new JsonOutput(expected).Line(DuplicateGroupJson.Of(group), all => all.DuplicateGroupJson);

        using var written = new StringWriter();
        using (var groups = new JsonGroups(written))
        {
            groups.Write(group);
            groups.Write(group);
        }

        written.ToString().ShouldBe(expected.ToString() + expected);
    }
}
