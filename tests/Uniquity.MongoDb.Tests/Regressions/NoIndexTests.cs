using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Testing.Engines;
using Uniquity.Violations;

namespace Uniquity.MongoDb.Tests.Regressions;

/// <summary>Where no unique index is on a key, nothing there has refused it.</summary>
public sealed class NoIndexTests
{
    private static readonly string[] Users =
    [
        "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }, { key: { name: 1 }, name: 'name_1' }] }",
        "{ insert: 'users', documents: [{ _id: 1, email: 'ann@acme.org', name: 'Ann' }] }",
    ];

    [MongoDbFact]
    public async Task A_key_without_a_unique_index_is_no_certain_duplicate()
    {
        await using var scene = await Scene.Given(Users);
        var diagnosis = await new Diagnoser(scene.Target).DiagnoseAsync(new() { Reading = ViolationText.Read(""), On = "users", Key = "name", Value = "Ann" });
        diagnosis.Causes.ShouldHaveSingleItem().Confidence.ShouldBe(Confidence.Possible);
        diagnosis.Notes.ShouldContain("No unique index of users is on (name) now: nothing there refuses a key that it has.");
        diagnosis.Holder!.Row.ShouldNotBeNull();
    }

    [MongoDbFact]
    public async Task Nor_is_an_index_that_is_gone()
    {
        await using var scene = await Scene.Given(Users);
        var text = $"E11000 duplicate key error collection: {scene.Database}.users index: mail_1 dup key: {{ email: \"ann@acme.org\" }}";
        var diagnosis = await new Diagnoser(scene.Target).DiagnoseAsync(new() { Reading = ViolationText.Read(text) });
        diagnosis.Causes.ShouldAllBe(cause => cause.Confidence != Confidence.Certain);
        diagnosis.Notes.ShouldContain("There is no unique index mail_1 in this database on users: it was dropped, was never built, or belongs to another database.");

        var standing = await new Diagnoser(scene.Target).DiagnoseAsync(new() { Reading = ViolationText.Read(text.Replace("mail_1", "email_1", StringComparison.Ordinal)) });
        standing.Causes.ShouldHaveSingleItem().Confidence.ShouldBe(Confidence.Certain);
    }
}
