using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Loading;

/// <summary>Values arrive as the file has them, and what cannot be taken is a reject.</summary>
public class LoadValueTests
{
    [MongoDbFact]
    public async Task Types_of_mongoexport_arrive_as_they_were()
    {
        await using var scene = await LoadScene.Given("{ create: 't' }");
        const string Document = """
            {"_id":{"$oid":"507f1f77bcf86cd799439011"},"long":{"$numberLong":"9007199254740993"},"plain":9007199254740993,"small":7,"half":0.5,"money":{"$numberDecimal":"1.10"},"nan":{"$numberDouble":"NaN"},
             "old":{"$date":{"$numberLong":"-1000"}},"at":{"$date":"2026-01-01T00:00:00Z"},"uuid":{"$binary":{"base64":"EjRWeBI0VngSNFZ4EjRWeA==","subType":"04"}},"inner":{"a":[1,{"b":null}],"c.d":true},"re":{"$regularExpression":{"pattern":"^a","options":"i"}},"min":{"$minKey":1}}
            """;

        (await scene.LoadAsync(new(Document.ReplaceLineEndings(" ")) { Format = "json" })).Sums.ShouldBe("1 0 0 0");

        var reply = await scene.Scene.Run("{ find: 't', filter: {} }");
        var stored = reply["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument()["0"]!.Value.AsDocument().ToCanonicalJson();
        stored.ShouldContain("\"long\" : { \"$numberLong\" : \"9007199254740993\" }, \"plain\" : { \"$numberLong\" : \"9007199254740993\" }, \"small\" : { \"$numberInt\" : \"7\" }, \"half\" : { \"$numberDouble\" : \"0.5\" }, \"money\" : { \"$numberDecimal\" : \"1.10\" }, \"nan\" : { \"$numberDouble\" : \"NaN\" }, \"old\" : { \"$date\" : { \"$numberLong\" : \"-1000\" } }");
        stored.ShouldContain("\"subType\" : \"04\"");
        stored.ShouldContain("\"c.d\" : true");
        stored.ShouldContain("\"$minKey\" : 1");
    }

    [MongoDbFact]
    public async Task A_text_of_csv_takes_the_type_that_the_field_has_in_the_collection()
    {
        await using var scene = await LoadScene.Given("{ insert: 't', documents: [{ _id: 'x', code: '17', amount: NumberDecimal('1.0'), ref: ObjectId('507f1f77bcf86cd799439011'), at: ISODate('2026-01-01T00:00:00Z'), on: true, n: NumberLong('5') }] }");

        (await scene.LoadAsync(new("_id,code,amount,ref,at,on,n,free,zip,flag\ny,18,2.50,507f1f77bcf86cd799439012,2026-02-01T00:00:00Z,false,6,1.5,007,true\nz,,x,y,z,,,1e400,-0,\n"))).Sums.ShouldBe("2 0 0 0");

        var stored = await scene.StoredAsync();
        stored.ShouldContain("{ _id: 'y', code: '18', amount: NumberDecimal('2.50'), ref: ObjectId('507f1f77bcf86cd799439012'), at: ISODate('2026-02-01T00:00:00.000Z'), on: false, n: NumberLong('6'), free: 1.5, zip: '007', flag: 'true' }");
        stored.ShouldContain("{ _id: 'z', code: null, amount: 'x', ref: 'y', at: 'z', on: null, n: null, free: '1e400'");
    }

    [MongoDbFact]
    public async Task Keys_of_csv_that_differ_as_texts_do_not_become_one_number()
    {
        await using var scene = await LoadScene.Given("{ createIndexes: 't', indexes: [{ key: { code: 1 }, name: 'code_1', unique: true }] }");

        (await scene.LoadAsync(new("code\n12345678901234567890\n12345678901234567891\n12e4\n120000\n0.1000000000000000055\n0.1\n-0\n0\n9007199254740993\n") { Key = "code" })).Sums.ShouldBe("9 0 0 0");

        var stored = await scene.StoredAsync(project: "{ _id: 0 }");
        foreach (var text in new[] { "'12345678901234567890'", "'12e4'", "code: 120000 ", "'0.1000000000000000055'", "code: 0.1 ", "'-0'", "code: 0 ", "9007199254740993" }) stored.ShouldContain(text);
    }

    [MongoDbFact]
    public async Task A_whole_number_of_json_beyond_64_bits_keeps_its_digits()
    {
        await using var scene = await LoadScene.Given("{ create: 't' }");

        var (sums, rejects) = await scene.LoadAsync(new($$$"""
            {"_id":1,"n":12345678901234567890,"i":{"n":[18446744073709551616]}}
            {"_id":2,"n":{{{new string('1', 35)}}}}
            """) { Format = "ndjson" });

        sums.ShouldBe("1 0 0 1");
        rejects[0].Detail.ShouldContain("as a text it has all its digits");
        (await scene.StoredAsync()).ShouldBe("{ _id: 1, n: NumberDecimal('12345678901234567890'), i: { n: [NumberDecimal('18446744073709551616')] } }");
    }

    [MongoDbFact]
    public async Task Records_of_csv_with_an_empty_id_get_one_each()
    {
        await using var scene = await LoadScene.Given("{ create: 't' }");

        (await scene.LoadAsync(new("_id,name\n,a\n,b\n7,c\n"))).Sums.ShouldBe("3 0 0 0");

        (await scene.CountAsync()).ShouldBe(3);
        (await scene.StoredAsync()).ShouldContain("{ _id: 7, name: 'c' }");
    }

    [MongoDbFact]
    public async Task Fields_of_json_stay_in_their_order_and_may_be_named_like_an_operator_of_old()
    {
        await using var scene = await LoadScene.Given("{ create: 't' }");

        (await scene.LoadAsync(new("""
            {"_id":1,"a":1,"b":2}
            {"b":1,"a":2,"_id":2,"q":{"$type":["x"]},"a":3}
            """) { Format = "ndjson" })).Sums.ShouldBe("2 0 0 0");

        (await scene.StoredAsync()).ShouldBe("{ _id: 1, a: 1, b: 2 }\n{ _id: 2, b: 1, q: { $type: ['x'] }, a: 3 }");
    }

    [MongoDbFact]
    public async Task A_value_with_more_levels_than_BSON_may_have_is_a_reject()
    {
        await using var scene = await LoadScene.Given("{ create: 't' }");
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 150)) + "1" + new string('}', 150);

        var (sums, rejects) = await scene.LoadAsync(new($"{{\"_id\":1}}\n{{\"_id\":2,\"d\":{deep}}}\n{{\"_id\":3}}\n") { Format = "ndjson" });

        (sums, rejects[0].Line, rejects[0].Reason).ShouldBe(("2 0 0 1", 2, "value"));
        rejects[0].Detail.ShouldContain("100 levels");
    }

    [MongoDbFact]
    public async Task What_cannot_be_taken_is_a_reject_and_the_rest_goes_in()
    {
        await using var scene = await LoadScene.Given("{ create: 't' }");
        var large = new string('x', 17 * 1024 * 1024);

        var (sums, rejects) = await scene.LoadAsync(new($$"""
            {"_id":1}
            {"_id":[1]}
            not json
            {"_id":2,"at":{"$date":"never"} }
            {"_id":3,"x":"{{large}}"}
            {"_id":4,"x":1e999}
            {"_id":5}
            """) { Format = "ndjson" });

        sums.ShouldBe("2 0 0 5");
        rejects.Select(reject => $"{reject.Line} {reject.Reason}").ShouldBe(["2 value", "3 record", "4 value", "5 value", "6 value"]);
        rejects[3].Detail.ShouldContain("MongoDB takes 16,777,216");
        (await scene.StoredAsync()).ShouldBe("{ _id: 1 }\n{ _id: 5 }");
    }

    [MongoDbFact]
    public async Task Records_without_an_id_get_one_each()
    {
        await using var scene = await LoadScene.Given("{ create: 't' }");

        (await scene.LoadAsync(new(string.Concat(Enumerable.Range(0, 5000).Select(n => $"{{\"n\":{n}}}\n"))) { Format = "ndjson", Batch = 50_000 })).Sums.ShouldBe("5000 0 0 0");

        (await scene.LoadAsync(new("n\n1\n1\n") { OnConflict = "skip" })).Sums.ShouldBe("2 0 0 0");
        (await scene.CountAsync()).ShouldBe(5002);
    }

    [MongoDbTheory]
    [InlineData("a b")]
    [InlineData("größe 🚀")]
    [InlineData("it's \"so\"")]
    [InlineData("constructor")]
    public async Task Names_of_any_spelling_are_loaded(string name)
    {
        await using var scene = await LoadScene.Given($"{{ createIndexes: 't', indexes: [{{ key: {{ {ShellWriter.Quote(name)}: 1 }}, name: 'i', unique: true }}] }}");
        var header = $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

        (await scene.LoadAsync(new($"{header},v\na,old\na,new\n") { OnConflict = "update" })).Sums.ShouldBe("1 1 0 0");
    }

    [MongoDbFact]
    public async Task A_typed_value_that_is_none_is_a_reject_and_not_another_value()
    {
        await using var scene = await LoadScene.Given("{ create: 't' }");

        var (sums, rejects) = await scene.LoadAsync(new("""
            {"_id":{"$oid":"zzzzzzzzzzzzzzzzzzzzzzzz"}}
            {"_id":2,"v":{"$oid":"507f1f77bcf86cd79943901g"}}
            {"_id":3,"v":[{"$numberDouble":"1.5x"}]}
            {"_id":4,"v":{"$numberDouble":""}}
            {"_id":5,"v":{"a":{"$numberDecimal":"12345678901234567890123456789012345678"}}}
            {"_id":6,"v":{"$numberDecimal":"1E+7000"}}
            {"_id":7,"v":{"$timestamp":{"t":4294967296,"i":1}}}
            {"_id":8,"v":{"$regularExpression":{"pattern":"a","options":"iq"}}}
            {"_id":9,"v":[{"$oid":"507F1f77bcf86cd799439011"},{"$numberDouble":"-Infinity"},{"$numberDecimal":"NaN"},{"$numberDecimal":"-Infinity"},{"$numberDecimal":"1.50E-3"},{"$timestamp":{"t":4294967295,"i":1}},{"$regularExpression":{"pattern":"a","options":"im"}}]}
            """) { Format = "ndjson" });

        sums.ShouldBe("1 0 0 8");
        rejects.ShouldAllBe(reject => reject.Reason == "value");
        rejects[0].Detail.ShouldBe("\"zzzzzzzzzzzzzzzzzzzzzzzz\" is no value of $oid");
        (await scene.StoredAsync()).ShouldBe("""{ _id: 9, v: [ObjectId('507f1f77bcf86cd799439011'), -Infinity, NumberDecimal('NaN'), NumberDecimal('-Infinity'), NumberDecimal('0.00150'), EJSON.parse('{ "$timestamp" : { "t" : 4294967295, "i" : 1 } }'), EJSON.parse('{ "$regularExpression" : { "pattern" : "a", "options" : "im" } }')] }""");
    }

    [MongoDbFact]
    public async Task Two_fields_may_share_a_name_and_a_document_has_it_once()
    {
        await using var scene = await LoadScene.Given("{ create: 't' }");

        var (sums, rejects) = await scene.LoadAsync(new("""
            {"_id":1,"mail":"a"}
            {"_id":2,"email":"b"}
            {"_id":3,"email":"c","n":1,"mail":"d"}
            {"email":"e","_id":4}
            """) { Format = "ndjson", Map = name => name == "mail" ? "email" : name });

        sums.ShouldBe("3 0 0 1");
        rejects.ShouldHaveSingleItem().Detail.ShouldBe("two of its fields go into the column email");
        (await scene.StoredAsync()).ShouldBe("{ _id: 1, email: 'a' }\n{ _id: 2, email: 'b' }\n{ _id: 4, email: 'e' }");
    }
}
