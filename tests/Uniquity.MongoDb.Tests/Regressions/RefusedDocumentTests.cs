using System.Text.Json;
using Uniquity.Diagnosing;
using Uniquity.Testing.Engines;
using Uniquity.Violations;

namespace Uniquity.MongoDb.Tests.Regressions;

/// <summary>What a person tells of the refused document, and the keys that an index makes of it.</summary>
public sealed class RefusedDocumentTests
{
    private const string Id = "5f0000000000000000000002";

    [MongoDbTheory]
    [InlineData($$"""{ "_id":{"$oid":"{{Id}}" },"at":{"$date":"2024-05-01T00:00:00Z"},"n":5,"d":{"$numberDecimal":"1.50"} }""")]
    [InlineData($$"""{ "_id": { "$oid": "{{Id}}" }, "at": {"$date":{"$numberLong":"1714521600000"} }, "n": {"$numberLong": "5"}, "d":{ "$numberDecimal" : "1.50" } }""")]
    public async Task Every_notation_of_Extended_JSON_is_the_same_document(string document)
    {
        await using var scene = await Scene.Given($"{{ insert: 'c', documents: [{{ _id: ObjectId('{Id}'), at: ISODate('2024-05-01'), n: NumberLong('5'), d: NumberDecimal('1.50') }}] }}");
        var diagnosis = await Diagnose(scene, "_id_", document);
        Scene.First(diagnosis, "UQ102").Why.ShouldBe($"The write brought _id = ObjectId('{Id}'), and the same row is stored already: the import, seed or migration ran again.");
        diagnosis.Holder!.Query.ShouldBe($"db.c.find({{ _id: ObjectId('{Id}') }}).limit(1)");
    }

    [MongoDbTheory]
    [InlineData("the refused one has pairs", """{ "a": [{ "b": 1, "c": 2 }, { "b": 3, "c": 4 }] }""", "{ _id: 1, a: { b: 1, c: 4 } }, { _id: 2, a: [{ b: 3, c: 4 }] }", "2")]
    [InlineData("the stored one has pairs", """{ "a": { "b": 1, "c": 4 } }""", "{ _id: 1, a: [{ b: 1, c: 2 }, { b: 3, c: 4 }] }, { _id: 2, a: [{ b: 1, c: 4 }] }", "2")]
    [InlineData("the stored one is no array", """{ "a": { "b": 1, "c": 4 } }""", "{ _id: 1, a: [{ b: 1, c: 2 }, { b: 3, c: 4 }] }, { _id: 2, a: { b: 1, c: 4 } }", "2")]
    [InlineData("nothing in one part", """{ "a": { "c": 4 } }""", "{ _id: 1, a: [{ c: 2 }, { b: 3, c: 4 }] }, { _id: 2, a: [{ c: 4 }, { b: 5 }] }", "2")]
    public async Task The_holder_has_all_parts_in_one_element(string _, string refused, string stored, string holder)
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'c', indexes: [{ key: { 'a.b': 1, 'a.c': 1 }, name: 'pair', unique: true }] }",
            $"{{ insert: 'c', documents: [{stored}] }}");
        var diagnosis = await Diagnose(scene, "pair", refused);
        diagnosis.Holder!.Row!.Text("_id").ShouldBe(holder, diagnosis.Holder.Query);
    }

    [MongoDbFact]
    public async Task A_plain_index_instead_of_a_unique_one_has_all_of_its_parts()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'c', indexes: [{ key: { \"it's\": 1, t: -1 }, name: 'one', unique: true }] }",
            "{ insert: 'c', documents: [{ _id: 1, \"it's\": ['x'], t: 1 }] }");
        var diagnosis = await Diagnose(scene, "one", """{ "it's": ["x", "y"], "t": 1 }""");
        Scene.First(diagnosis, "UQ111").Remedies[2].Commands[0].Text.ShouldBe("""db.c.createIndex({ 'it\'s': 1, t: -1 }, { name: 'it\'s_t_plain' })""");
    }

    private static async Task<Diagnosis> Diagnose(Scene scene, string index, string document)
    {
        using var read = JsonDocument.Parse(document);
        var text = $"MongoServerError: Duplicate key violation on the requested collection: Index '{index}', code: 11000";
        return await new Diagnoser(scene.Target).DiagnoseAsync(new() { Reading = ViolationText.Read(text), On = "c", Document = read.RootElement.Clone() });
    }
}
