using Uniquity.Loading;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Conformance.Loading;
using Uniquity.Testing.Engines;
using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.MongoDb.Tests.Loading;

/// <summary>A server that refuses a whole command, or cannot tell whether what it wrote stays.</summary>
public class LoadRefusalTests(DisturbedServer disturbed) : IClassFixture<DisturbedServer>
{
    private static readonly string File = "_id,name\n" + string.Concat(Enumerable.Range(1, 50).Select(at => $"{at},{(at is 7 or 30 or 31 ? "poison" : "n" + at)}\n"));

    [DocumentDbTheory]
    [InlineData("skip", "47 0 0 3", 8)]
    [InlineData("update", "47 0 0 3", 8)]
    [InlineData("replace", "47 0 0 3", 20)]
    [InlineData("newer:name", "47 0 0 3", 1000)]
    public async Task A_document_for_which_a_whole_command_is_refused_is_a_reject_alone(string policy, string sums, int batch)
    {
        await using var scene = await GivenAsync(new Fault("insert", FaultKind.Refuse) { Holding = "poison", Code = 10334, Times = 1000 });

        var (counted, rejects) = await scene.LoadAsync(new(File) { OnConflict = policy, Batch = batch });

        counted.ShouldBe(sums);
        rejects.Select(reject => $"{reject.Line} {reject.Reason}").ShouldBe(["8 value", "31 value", "32 value"]);
        rejects[0].Detail.ShouldBe("The test refuses insert (10334)");
    }

    [DocumentDbFact]
    public async Task So_is_one_that_no_update_can_take_and_the_others_are_updated()
    {
        await using var scene = await GivenAsync(new Fault("update", FaultKind.Refuse) { Holding = "poison", Code = 2, Times = 1000 });
        await scene.LoadAsync(new("_id,name\n" + string.Concat(Enumerable.Range(1, 20).Select(at => $"{at},a\n"))));

        var (counted, rejects) = await scene.LoadAsync(new(File) { OnConflict = "update" });

        counted.ShouldBe("30 19 0 1");
        rejects.Select(reject => $"{reject.Line} {reject.Reason}").ShouldBe(["8 value"]);
        (await scene.StoredAsync()).ShouldContain("{ _id: 6, name: 'n6' }\n{ _id: 7, name: 'a' }\n{ _id: 8, name: 'n8' }");
    }

    [DocumentDbFact]
    public async Task Stop_ends_at_the_document_for_which_a_whole_command_is_refused()
    {
        await using var scene = await GivenAsync(new Fault("insert", FaultKind.Refuse) { Holding = "poison", Code = 10334, Times = 1000 });

        (await Should.ThrowAsync<LoadStoppedException>(scene.LoadAsync(new(File) { OnConflict = "stop" }))).Message.ShouldBe("line 8 cannot be taken: The test refuses insert (10334)");

        (await scene.CountAsync()).ShouldBe(6);
    }

    [DocumentDbTheory]
    [InlineData(14031)]
    [InlineData(10107)]
    [InlineData(777)]
    public async Task A_server_that_refuses_everything_stops_the_load_and_nothing_is_called_a_reject(int code)
    {
        await using var scene = await GivenAsync(new Fault("insert", FaultKind.Refuse) { Code = code, Times = 100_000, Holding = "name" });
        var rejects = new KeptRejects();

        (await Should.ThrowAsync<LoadStoppedException>(scene.RunAsync(new("_id,name\n" + string.Concat(Enumerable.Range(1, 150).Select(at => $"{at},a\n"))), rejects))).Message.ShouldContain("The test refuses insert");

        rejects.All.ShouldBeEmpty();
    }

    [DocumentDbTheory]
    [InlineData("insert")]
    [InlineData("update")]
    public async Task What_a_majority_has_not_confirmed_stops_the_load_which_goes_on_and_counts_each_once(string command)
    {
        await using var scene = await GivenAsync();
        await scene.LoadAsync(new("_id,name\n1,old\n2,old\n"));
        var call = new LoadCall("_id,name\n1,fresh a\n2,fresh b\n3,fresh c\n4,fresh d\n") { OnConflict = "update" };
        disturbed.Server!.Plan(new(command, FaultKind.AnswerAfter) { Holding = "fresh", Reply = ShellReader.Document("{ n: 2, nModified: 2, writeConcernError: { code: 64, codeName: 'WriteConcernFailed', errmsg: 'waiting for replication timed out' }, ok: 1.0 }").Bytes.ToArray() });

        var stopped = await Should.ThrowAsync<LoadStoppedException>(scene.RunAsync(call, new()));
        stopped.Message.ShouldContain("wrote it, and a majority of the servers has not confirmed it: ");
        stopped.Message.ShouldContain("waiting for replication timed out");
        var point = await scene.RunAsync(call with { Resume = true }, new());

        (point.Inserted, point.Updated, point.Rejected).ShouldBe((2, 2, 0));
        (await scene.StoredAsync()).ShouldBe("{ _id: 1, name: 'fresh a' }\n{ _id: 2, name: 'fresh b' }\n{ _id: 3, name: 'fresh c' }\n{ _id: 4, name: 'fresh d' }");
    }

    [MongoDbTheory]
    [InlineData("skip")]
    [InlineData("update")]
    [InlineData("replace")]
    public async Task A_key_that_looks_like_an_operator_or_a_pattern_stops_nothing(string policy)
    {
        await using var scene = await LoadScene.Given("{ createIndexes: 't', indexes: [{ key: { k: 1 }, name: 'k_1', unique: true }] }");

        var (_, rejects) = await scene.LoadAsync(new("""
            {"_id":1,"k":[{"$gt":1},{"$regularExpression":{"pattern":"^a","options":""}}]}
            {"_id":2,"k":["about",{"x":1}]}
            {"_id":3,"k":[{"$gt":1},5]}
            {"_id":{"$gt":0},"k":8}
            {"_id":5,"k":9}
            """) { Format = "ndjson", Key = "k", OnConflict = policy });

        rejects.ShouldAllBe(reject => reject.Reason == "value");
        (await scene.StoredAsync()).ShouldContain("{ _id: 5, k: 9 }");
    }

    private async Task<LoadScene> GivenAsync(params Fault[] faults)
    {
        disturbed.Server!.ForgetFaults();
        var scene = new LoadScene(await Scene.On(disturbed.Server, "{ create: 't' }"));
        foreach (var fault in faults) disturbed.Server.Plan(fault with { In = scene.Scene.Database });
        return scene;
    }
}
