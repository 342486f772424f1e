using Uniquity.Duplicates;
using Uniquity.Testing.Engines;
using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.MongoDb.Tests.Duplicates;

public class HugeGroupTests
{
    private const int UnknownGroupOperator = 15952;

    [MongoDbFact]
    public async Task A_group_whose_ids_fill_more_than_a_document_is_streamed_with_its_first_ids()
    {
        await using var scene = await Scene.Given();
        for (var batch = 0; batch < 4; batch++)
        {
            await scene.Run($"{{ insert: 'c', documents: [{string.Join(", ", Enumerable.Range(batch * 50, 50).Select(n => $"{{ _id: '{n} {new string('x', 100_000)}', k: 1 }}"))}] }}");
        }

        // What it has to do without: all ids in one document.
        (await scene.Refused("{ aggregate: 'c', pipeline: [{ $group: { _id: '$k', ids: { $push: '$_id' } } }], cursor: {} }")).ShouldContain("code: ");

        var group = (await ListAsync(scene)).ShouldHaveSingleItem();
        group.Count.ShouldBe(200);
        group.Ids.Count.ShouldBe(3);
    }

    [DocumentDbFact]
    public async Task A_server_without_a_word_for_the_first_ids_gives_them_all_the_same()
    {
        await using var server = await MongoDbServer.StartAsync();
        await using var scene = await Scene.On(server, "{ insert: 'c', documents: [{ _id: 1, k: 1 }, { _id: 2, k: 1 }, { _id: 3, k: 1 }, { _id: 4, k: 1 }, { _id: 5, k: 2 }] }");
        server.Plan(new("aggregate", FaultKind.Refuse) { Code = UnknownGroupOperator, After = 1 });

        var group = (await ListAsync(scene)).ShouldHaveSingleItem();
        group.Count.ShouldBe(4);
        group.Ids.Count.ShouldBe(3);
        group.JsonIds!.Count.ShouldBe(3);
        scene.Target.StatementLog.ShouldContain(sent => sent.Contains("$push", StringComparison.Ordinal));
    }

    [MongoDbFact]
    public async Task A_document_at_the_limit_of_16_MB_is_found_and_shown_whole()
    {
        await using var scene = await Scene.Given("{ createIndexes: 'c', indexes: [{ key: { k: 1 }, name: 'k_1', unique: true }] }");
        await scene.Run($"{{ insert: 'c', documents: [{{ _id: 1, k: 1, filler: '{new string('x', (16 * 1024 * 1024) - 60)}' }}] }}");
        var diagnosis = await scene.Diagnose("c", "{ insert: 'c', documents: [{ _id: 2, k: 1 }] }", "db.c.insertOne({ _id: 2, k: 1 })");
        diagnosis.Causes.ShouldNotBeEmpty();
        diagnosis.Holder!.Row!.Text("filler")!.Length.ShouldBe((16 * 1024 * 1024) - 60);
    }

    private static async Task<List<DuplicateGroup>> ListAsync(Scene scene)
    {
        var table = await scene.Table("c");
        var query = new DuplicateQuery(table, await scene.Target.ParseKeyAsync(table, "k", default)) { IdsPerGroup = 3 };
        var groups = new List<DuplicateGroup>();
        await foreach (var group in scene.Target.Duplicates.ListAsync(query, default)) groups.Add(group);
        return groups;
    }
}
