using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Testing.Engines;
using Uniquity.Violations;

namespace Uniquity.MongoDb.Tests.Causes;

/// <summary>What mongorestore and mongoimport print of a dump that is restored over its own data: a refusal for every document.</summary>
public sealed class RestoredDumpTests
{
    [MongoDbFact]
    public async Task A_dump_that_is_restored_over_its_data_is_told_by_the_run_of_refusals()
    {
        await using var scene = await Scene.Given(Items(1, 20));

        var cause = (await DiagnoseAsync(scene, Restore(scene, Enumerable.Range(3, 12)))).Causes.Single(cause => cause.Cause.Code == "UQ404");

        cause.Confidence.ShouldBe(Confidence.Likely, "the documents of the dump are not known, only their ids");
        cause.Evidence[0].Fact.ShouldBe("the text holds 12 refused keys of _id_, without gaps: _id 3 to 14");
        cause.Evidence[1].Query.ShouldBe("db.items.find({ _id: { $in: ['3', 3] } }).limit(1)");
        cause.Evidence[2].Query.ShouldBe("db.items.find({ _id: { $in: ['14', 14] } }).limit(1)");
        cause.Remedies.ShouldNotBeEmpty();
    }

    [MongoDbFact]
    public async Task ObjectIds_that_one_process_counted_up_are_a_run()
    {
        string[] ids = [.. Enumerable.Range(0x10, 6).Select(n => $"ObjectId('65a0{n:x4}aabbccddee0000{n:x2}')")];
        await using var scene = await Scene.Given($"{{ insert: 'items', documents: [{string.Join(", ", ids.Select(id => $"{{ _id: {id} }}"))}] }}");

        (await DiagnoseAsync(scene, Restore(scene, ids))).Causes.Select(cause => cause.Cause.Code).ShouldContain("UQ404");
    }

    [MongoDbFact]
    public async Task Ids_that_meet_here_and_there_are_no_dump()
    {
        await using var scene = await Scene.Given(Items(1, 40));

        Scene.NotNamed(await DiagnoseAsync(scene, Restore(scene, [3, 9, 17, 25, 31, 38])), "UQ404");
    }

    [MongoDbFact]
    public async Task Refusals_whose_documents_are_gone_prove_nothing()
    {
        await using var scene = await Scene.Given(Items(1, 4));

        Scene.NotNamed(await DiagnoseAsync(scene, Restore(scene, Enumerable.Range(3, 12))), "UQ404");
    }

    [MongoDbFact]
    public async Task A_document_that_differs_from_the_stored_one_came_from_elsewhere()
    {
        await using var scene = await Scene.Given(Items(1, 20));
        var text = Restore(scene, Enumerable.Range(3, 12));

        Scene.NotNamed(await DiagnoseAsync(scene, text, "{ insert: 'items', documents: [{ _id: 3, name: 'another' }] }"), "UQ404");
        (await DiagnoseAsync(scene, text, "{ insert: 'items', documents: [{ _id: 3, name: 'n3' }] }")).Causes.Single(cause => cause.Cause.Code == "UQ404").Confidence.ShouldBe(Confidence.Certain);
    }

    private static string Items(int from, int to) =>
        $"{{ insert: 'items', documents: [{string.Join(", ", Enumerable.Range(from, to - from + 1).Select(n => $"{{ _id: {n}, name: 'n{n}' }}"))}] }}";

    private static string Restore<T>(Scene scene, IEnumerable<T> ids) => string.Join('\n', ids.Select(id =>
        $"2026-11-21T09:00:00.000+0000\tcontinuing through error: E11000 duplicate key error collection: {scene.Database}.items index: _id_ dup key: {{ _id: {id} }}"));

    private static async Task<Diagnosis> DiagnoseAsync(Scene scene, string text, string? statement = null) =>
        await new Diagnoser(scene.Target).DiagnoseAsync(new DiagnosisRequest { Reading = ViolationText.Read(text), Statement = statement });
}
