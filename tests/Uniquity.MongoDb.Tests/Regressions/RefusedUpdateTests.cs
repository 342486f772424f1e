using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Regressions;

/// <summary>An update that is refused without a word of its key: the statement and the document that it finds tell it.</summary>
public sealed class RefusedUpdateTests
{
    private static readonly string[] Users =
    [
        "{ createIndexes: 'u', indexes: [{ key: { 'a.t': 1, email: 1 }, name: 'one', unique: true }] }",
        "{ insert: 'u', documents: [{ _id: 1, a: { t: 1 }, email: 'ann' }, { _id: 2, a: { t: 3 }, email: 'ann' }, { _id: 3, a: { t: 3 }, email: 'bob', n: 1 }] }",
    ];

    [MongoDbTheory]
    [InlineData("{ update: 'u', updates: [{ q: { _id: 3 }, u: { $set: { email: 'ann' }, $inc: { n: 1 } } }] }", "db.u.updateOne({ _id: 3 }, { $set: { email: 'ann' }, $inc: { n: 1 } })", "2")]
    [InlineData("{ update: 'u', updates: [{ q: { _id: 1 }, u: { $set: { 'a.t': 3 } } }] }", "db.u.updateOne({ _id: 1 }, { $set: { 'a.t': 3 } })", "2")]
    public async Task The_row_that_it_was_moved_onto_is_found(string command, string statement, string holder)
    {
        await using var scene = await Scene.Given(Users);
        var diagnosis = await scene.Diagnose("u", command, statement);
        Scene.First(diagnosis, "UQ305");
        diagnosis.Holder!.Row!.Text("_id").ShouldBe(holder);
    }

    [MongoDbTheory]
    [InlineData("{ update: 'u', updates: [{ q: { _id: 1 }, u: { $inc: { 'a.t': 2 } } }] }", "db.u.updateOne({ _id: 1 }, { $inc: { 'a.t': 2 } })")]
    [InlineData("{ update: 'u', updates: [{ q: { _id: 1 }, u: { $set: { 'a.t': 3 } } }] }", "db.u.updateOne({ _id: 77 }, { $set: { 'a.t': 3 } })")]
    [InlineData("{ update: 'u', updates: [{ q: { _id: 1 }, u: { $set: { 'a.t': 3 } } }] }", "db.u.updateOne({ _id: id }, { $set: { 'a.t': t } })")]
    public async Task What_only_the_server_or_the_program_knows_is_not_guessed(string command, string statement)
    {
        await using var scene = await Scene.Given(Users);
        var diagnosis = await scene.Diagnose("u", command, statement);
        diagnosis.Holder?.Row.ShouldBeNull();
        diagnosis.Causes.ShouldBeEmpty();
    }

    [MongoDbFact]
    public async Task An_upsert_that_sets_a_path_is_refused_for_what_is_there()
    {
        await using var scene = await Scene.Given(Users);
        const string Upsert = "{ q: { name: 'new' }, u: { $set: { 'a.t': 3, email: 'bob' } }, upsert: true }";
        var diagnosis = await scene.Diagnose("u", $"{{ update: 'u', updates: [{Upsert}] }}", "db.u.updateOne({ name: 'new' }, { $set: { 'a.t': 3, email: 'bob' } }, { upsert: true })");
        diagnosis.Holder!.Row!.Text("_id").ShouldBe("3");
    }
}
