using System.Text.Json;
using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands.Rules;

/// <summary>Rules from what <c>JSON.stringify(schema.indexes())</c> printed under mongoose 9.12, without a database.</summary>
public sealed class MongooseTests : IDisposable
{
    private const string Indexes = """
        [[{"email":1},{"unique":true}],[{"nick":1},{"unique":true,"sparse":true}],[{"age":1},{}],[{"phone":1},{"unique":"Phone is taken"}],
         [{"address.city":1},{"unique":true,"partialFilterExpression":{"address.city":{"$type":"string"}}}],[{"loc":"2dsphere"},{}],[{"body":"text"},{"unique":true}],
         [{"tenant":1,"email":-1},{"unique":true,"name":"tenant_mail","collation":{"locale":"en","strength":2}}],[{"a":1},{"unique":false}],[{"_id":1},{"unique":true}]]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("uniquity-mongoose-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Unique_indexes_become_rules_with_filter_sparse_and_folding()
    {
        var outcome = await Running.Cli.RunAsync("rules", "--from-mongoose", File(Indexes), "--on", "users");
        outcome.Screen.ShouldBeApproved("mongoose-text", new Dictionary<string, string>(StringComparer.Ordinal) { [_folder] = "FOLDER" });
    }

    [Fact]
    public async Task Several_collections_are_read_at_once_or_one_of_them()
    {
        var path = File($$"""{ "users": {{Indexes}}, "orders": [[{"number":1},{"unique":1}],[{"a,b":-1},{"unique":true}], {"key":{"sku":1},"name":"sku_1","unique":true}] }""");
        var all = await JsonAsync("rules", "--from-mongoose", path, "--json");
        all.GetProperty("rules").GetArrayLength().ShouldBe(8);
        all.GetProperty("leftOut")[0].GetProperty("why").GetString().ShouldBe("an index on body as text cannot be unique");
        var orders = (await JsonAsync("rules", "--from-mongoose", path, "--on", "orders", "--json")).GetProperty("rules");
        orders.EnumerateArray().Select(rule => rule.GetProperty("key")[0].GetString()).ShouldBe(["number", "{ \"a,b\": 1 }", "sku"]);
        (await Running.Cli.RunAsync("rules", "--from-mongoose", path, "--on", "user")).Error.ShouldContain("--on users");
    }

    [Theory]
    [InlineData("[ [ { email: 1 }, { unique: true } ] ]", "JSON.stringify")]
    [InlineData("[[{\"email\":1},{\"unique\":true}]]", "does not say of which collection")]
    [InlineData("{\"email\":1}", "neither a list")]
    [InlineData("{\"users\":[{\"email\":1}]}", "index 1 of users")]
    [InlineData("", "no JSON at line 1")]
    public async Task What_it_is_not_is_told_with_the_right_form(string text, string told)
    {
        var outcome = await Running.Cli.RunAsync("rules", "--from-mongoose", File(text));
        outcome.Code.ShouldBe(2);
        outcome.Error.ShouldContain(told);
    }

    private static async Task<JsonElement> JsonAsync(params string[] call)
    {
        var outcome = await Running.Cli.RunAsync(call);
        outcome.Code.ShouldBe(0, outcome.Error);
        using var document = JsonDocument.Parse(outcome.Out);
        return document.RootElement.Clone();
    }

    private string File(string text)
    {
        var path = Path.Combine(_folder, "indexes.json");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
