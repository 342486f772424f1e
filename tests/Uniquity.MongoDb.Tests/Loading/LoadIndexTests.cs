using Uniquity.MongoDb.Tests.Engines;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Loading;

/// <summary>Unique indexes of every kind count as the server has them.</summary>
public class LoadIndexTests
{
    [MongoDbTheory]
    [InlineData("{ email: 1 }, partialFilterExpression: { live: true }", "email,live,v\na,false,1\na,true,2\na,false,3\na,true,4\nb,true,5\n", "4 1 0 0")]
    [InlineData("{ email: 1 }, sparse: true", "v\n1\n2\n3\n", "3 0 0 0")]
    [InlineData("{ tenant: 1, email: 1 }", "tenant,email,v\n1,a,1\n2,a,2\n1,b,3\n1,a,4\n", "2 2 0 0")]
    public async Task As_the_key_they_say_which_documents_are_one(string index, string file, string sums)
    {
        await using var scene = await LoadScene.Given($"{{ createIndexes: 't', indexes: [{{ key: {index}, name: 'i', unique: true }}] }}", "{ insert: 't', documents: [{ tenant: 1, email: 'a', live: false, v: 0 }] }");

        (await scene.LoadAsync(new(file) { OnConflict = file.StartsWith('v') ? "skip" : "update" })).Sums.ShouldBe(sums);
    }

    [MongoDbFact]
    public async Task Beside_the_key_each_refuses_with_its_name_and_the_document_that_holds_it()
    {
        await using var scene = await LoadScene.Given(
            "{ createIndexes: 't', indexes: [{ key: { email: 1 }, name: 'live', unique: true, partialFilterExpression: { gone: false } }, { key: { tags: 1, n: 1 }, name: 'tags', unique: true, sparse: true }] }",
            "{ insert: 't', documents: [{ _id: 1, email: 'a', gone: false, tags: ['x', 'y'], n: 1 }, { _id: 2, email: 'b', gone: true, n: 2 }] }");

        var (sums, rejects) = await scene.LoadAsync(new("""
            {"_id":10,"email":"a","gone":false,"n":10}
            {"_id":11,"email":"a","gone":true,"n":11}
            {"_id":12,"email":"b","gone":false,"n":12}
            {"_id":13,"email":"c","tags":["z","y"],"n":1}
            {"_id":14,"email":"d","tags":["y"],"n":2}
            """) { Format = "ndjson", Key = "_id" });

        sums.ShouldBe("3 0 0 2");
        rejects.Select(reject => $"{reject.Line} {reject.Reason} {reject.Index} {reject.Holder!.Value.GetProperty("_id")}").ShouldBe(["1 duplicate live 1", "4 duplicate tags 1"]);
    }

    [MongoDbFact]
    public async Task Each_of_many_rejects_names_the_document_that_holds_its_own_key()
    {
        // Every kind of key that a list of values cannot stand for is among the plain ones.
        string[] odd = ["null", "[7001, 7002]", "{ $gt: 1 }", "/a/", "'text'", "7.0", "{ a: 1 }"];
        var stored = Enumerable.Range(0, 1300).Select(n => $"{{ _id: {n}, k: {{ v: {n + 100} }} }}").Concat(odd.Select((value, n) => $"{{ _id: 'odd{n}', k: {{ v: {value} }} }}"));
        await using var scene = await LoadScene.Given("{ createIndexes: 't', indexes: [{ key: { 'k.v': 1 }, name: 'kv', unique: true }] }", $"{{ insert: 't', documents: [{string.Join(", ", stored)}] }}");
        string[] sent = ["null", "[7003, 7002]", """{"$gt":1}""", """{"$regularExpression":{"pattern":"a","options":""}}""", "\"text\"", "7", """{"a":1}"""];
        var lines = Enumerable.Range(0, 1300).Select(n => $$$"""{"_id":{{{n + 5000}}},"k":{"v":{{{n + 100}}}{{{(n % 2 == 0 ? ".0" : "")}}}}}""").ToList();
        for (var n = 0; n < sent.Length; n++) lines.Insert(n * 100, $$$"""{"_id":{{{n + 9000}}},"k":{"v":{{{sent[n]}}}}}""");

        var (sums, rejects) = await scene.LoadAsync(new(string.Join('\n', lines)) { Format = "ndjson", Key = "_id" });

        sums.ShouldBe($"0 0 0 {lines.Count}");
        rejects.Select(reject => reject.Index).Distinct().ShouldBe(["kv"]);
        rejects.Select(reject => reject.Holder!.Value.GetProperty("_id").ToString()).ShouldBe(lines.Select((line, at) =>
            at % 100 == 0 && at / 100 < sent.Length ? $"odd{at / 100}" : (int.Parse(line.Split([':', ','])[1], System.Globalization.CultureInfo.InvariantCulture) - 5000).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [CollatedUniqueFact]
    public async Task A_collation_makes_keys_one_that_differ_in_case()
    {
        await using var scene = await LoadScene.Given("{ createIndexes: 't', indexes: [{ key: { email: 1 }, name: 'i', unique: true, collation: { locale: 'en', strength: 2 } }] }", "{ insert: 't', documents: [{ _id: 1, email: 'A@x', v: 0 }] }");

        (await scene.LoadAsync(new("email,v\na@X,1\nb@x,2\nB@x,3\n") { Key = "email", OnConflict = "update" })).Sums.ShouldBe("1 2 0 0");
    }
}
