using Uniquity.Causes;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Causes;

/// <summary>Causes that lie in the way of writing or in the surroundings, with the near cases in which they are not named.</summary>
public sealed class WritingCauseTests
{
    private static readonly string[] Users =
    [
        "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }",
        "{ insert: 'users', documents: [{ _id: 1, email: 'ann@acme.org', name: 'Ann' }] }",
    ];

    [MongoDbFact]
    public async Task A_part_of_a_compound_key_repeats_on_its_own()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'rooms', indexes: [{ key: { house: 1, room: 1 }, name: 'house_1_room_1', unique: true }] }",
            "{ insert: 'rooms', documents: [{ _id: 1, house: 'a', room: 1 }, { _id: 2, house: 'a', room: 2 }, { _id: 3, house: 'b', room: 1 }] }");

        Scene.First(await scene.Diagnose("rooms", "{ insert: 'rooms', documents: [{ _id: 4, house: 'a', room: 1 }] }"), "UQ107", Confidence.Likely);
        await using var single = await Scene.Given(Users);
        Scene.NotNamed(await single.Diagnose("users", "{ insert: 'users', documents: [{ _id: 2, email: 'ann@acme.org' }] }"), "UQ107");
    }

    [MongoDbFact]
    public async Task Ids_that_clients_make_of_the_time_collide()
    {
        var documents = string.Join(", ", Enumerable.Range(0, 60).Select(n => $"{{ _id: {n + 100}, ref: '{1_700_000_000_000L + (n * 977L)}', name: 'n{n}' }}"));
        await using var scene = await Scene.Given("{ createIndexes: 'orders', indexes: [{ key: { ref: 1 }, name: 'ref_1', unique: true }] }", $"{{ insert: 'orders', documents: [{documents}] }}");

        var diagnosis = await scene.Diagnose("orders", "{ insert: 'orders', documents: [{ _id: 1, ref: '1700000000977', name: 'other' }] }");

        diagnosis.Causes.Select(cause => cause.Cause.Code).ShouldContain("UQ109");
        await using var users = await Scene.Given(Users);
        Scene.NotNamed(await users.Diagnose("users", "{ insert: 'users', documents: [{ _id: 2, email: 'ann@acme.org' }] }"), "UQ109");
    }

    [MongoDbFact]
    public async Task A_document_that_was_made_a_moment_ago_speaks_for_a_race()
    {
        await using var scene = await Scene.Given("{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await scene.Run($"{{ insert: 'users', documents: [{{ _id: ObjectId('{now:x8}aaaaaaaaaaaaaaaa'), email: 'eve@acme.org', plan: 'x' }}] }}");

        var fresh = await scene.Diagnose("users", $"{{ insert: 'users', documents: [{{ _id: ObjectId('{now:x8}bbbbbbbbbbbbbbbb'), email: 'eve@acme.org', plan: 'x' }}] }}");
        fresh.Causes.ShouldContain(cause => cause.Cause.Code == "UQ301");

        Scene.NotNamed(await scene.Diagnose("users", $"{{ insert: 'users', documents: [{{ _id: ObjectId('{now:x8}cccccccccccccccc'), email: 'eve@acme.org', plan: 'another' }}] }}"), "UQ301");

        await scene.Run($"{{ insert: 'users', documents: [{{ _id: ObjectId('{now - 90_000:x8}aaaaaaaaaaaaaaaa'), email: 'old@acme.org' }}] }}");
        Scene.NotNamed(await scene.Diagnose("users", "{ insert: 'users', documents: [{ email: 'old@acme.org' }] }"), "UQ301");
    }

    [MongoDbFact]
    public async Task An_update_moves_one_document_onto_another()
    {
        await using var scene = await Scene.Given([.. Users, "{ insert: 'users', documents: [{ _id: 2, email: 'bob@acme.org' }] }"]);

        Scene.First(await scene.Diagnose("users", "{ update: 'users', updates: [{ q: { _id: 2 }, u: { $set: { email: 'ann@acme.org' } } }] }", more: request => request with { Value = "ann@acme.org" }), "UQ305");
        Scene.NotNamed(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 3, email: 'ann@acme.org' }] }"), "UQ305");
    }

    [MongoDbFact]
    public async Task An_ordered_batch_stops_at_its_first_duplicate()
    {
        await using var scene = await Scene.Given(Users);

        var diagnosis = await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 2, email: 'bob@acme.org' }, { _id: 3, email: 'ann@acme.org' }, { _id: 4, email: 'eve@acme.org' }] }", more: request => request with { Value = "ann@acme.org" });

        diagnosis.Causes.ShouldContain(cause => cause.Cause.Code == "UQ307" && cause.Confidence == Confidence.Certain);
        Scene.NotNamed(diagnosis, "UQ404");
        Scene.NotNamed(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 9, email: 'ann@acme.org' }] }"), "UQ307");
    }

    [MongoDbFact]
    public async Task Another_environments_database_is_said_first()
    {
        await using var scene = await Scene.Given(Users);
        var request = new Uniquity.Diagnosing.DiagnosisRequest { Reading = Uniquity.Violations.ViolationText.Read("E11000 duplicate key error collection: production.users index: email_1 dup key: { email: \"ann@acme.org\" }") };

        var diagnosis = await new Uniquity.Diagnosing.Diagnoser(scene.Target).DiagnoseAsync(request);

        diagnosis.Causes.Select(cause => cause.Cause.Code).ShouldContain("UQ402");
        Scene.NotNamed(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 9, email: 'ann@acme.org' }] }"), "UQ402");
    }

    [MongoDbFact]
    public async Task A_part_of_the_batch_that_is_there_already_was_imported_before()
    {
        await using var scene = await Scene.Given("{ insert: 'items', documents: [" + Documents(1, 40) + "] }");

        var cause = (await scene.Diagnose("items", "{ insert: 'items', documents: [" + Documents(1, 100) + "] }", more: request => request with { Value = "1" })).Causes.Single(cause => cause.Cause.Code == "UQ404");
        cause.Confidence.ShouldBe(Confidence.Certain);
        cause.Why.ShouldContain("Rows 1 to 40 of the batch");

        // The same ids with other contents came from elsewhere.
        Scene.NotNamed(await scene.Diagnose("items", "{ insert: 'items', documents: [" + Documents(1, 10).Replace("'n", "'other", StringComparison.Ordinal) + "] }", more: request => request with { Value = "1" }), "UQ404");
        Scene.NotNamed(await scene.Diagnose("items", "{ insert: 'items', documents: [" + Documents(40, 60) + "] }", more: request => request with { Value = "40" }), "UQ404");
    }

    private static string Documents(int from, int to) => string.Join(", ", Enumerable.Range(from, to - from + 1).Select(n => $"{{ _id: {n}, name: 'n{n}' }}"));
}
