using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;
using Uniquity.Resolving;
using Uniquity.Targets;
using Uniquity.Testing.Engines;
using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.MongoDb.Tests.Resolving;

/// <summary>The connection goes at every command of a run in turn, before and after the server has done it: what is left can be gone on with, and taken back.</summary>
public class InterruptionTests(DisturbedServer disturbed) : IClassFixture<DisturbedServer>
{
    private const int Forever = 1_000_000;

    // What a mongod that stands alone says: no sessions, no transactions.
    private static readonly BsonDocument Standalone = BsonDocument.Parse(
        """{"helloOk":true,"isWritablePrimary":true,"ismaster":true,"maxBsonObjectSize":16777216,"maxMessageSizeBytes":48000000,"maxWriteBatchSize":25000,"localTime":{"$date":"2026-11-21T09:00:00Z"},"connectionId":1,"minWireVersion":0,"maxWireVersion":21,"readOnly":false,"ok":1.0}""");

    [DocumentDbFact]
    public async Task Without_transactions_a_run_that_is_cut_off_anywhere_is_gone_on_with_or_taken_back()
    {
        foreach (var command in new[] { "insert", "update", "delete" }) await CutAsync(command, standalone: true);
    }

    [DocumentDbFact]
    public async Task With_transactions_a_run_that_is_cut_off_anywhere_is_gone_on_with_or_taken_back()
    {
        foreach (var command in new[] { "insert", "update", "delete", "commitTransaction" }) await CutAsync(command, standalone: false);
    }

    [DocumentDbFact]
    public async Task Without_transactions_odd_and_large_documents_and_arrays_of_references_go_and_come_back()
    {
        var server = disturbed.Server!;
        server.ForgetFaults();
        await using var resolution = await Resolution.On(server, "{ insert: 'orders', documents: [{ _id: 1, users: [3, 1, 2], lines: [{ by: 2 }, { by: [1, 2] }] }] }");
        BsonDocument[] users =
        [
            BsonDocument.Parse("""{"_id":1,"email":"a","n":{"$numberDecimal":"0.10"},"$set":{"$where":1},"a.b":{"":2},"at":{"$date":{"$numberLong":"-62135596800001"}}}"""),
            BsonDocument.Parse("""{"_id":2,"email":"a","n":{"$numberLong":"9007199254740993"},"b":{"$binary":{"base64":"AQI=","subType":"80"}},"none":null}"""),
            new BsonBuilder().Add("_id", 3).Add("email", "a").Add("text", new string('x', 16 * 1024 * 1024 - 200)).Build(),
        ];
        foreach (var user in users) await resolution.RunAsync(new BsonBuilder().Add("insert", "users").AddArray("documents", [user]).Build());
        Pretend(server);
        foreach (var keep in new[] { "first", "last" })
        {
            var request = Resolution.Request("email", keep, "n=sum", "b=fill") with { References = ["orders.users", "orders.lines.by"] };
            var id = keep == "first" ? 1 : 3;
            var run = await resolution.AppliesAndUndoesAsync(request, async () =>
            {
                var left = (await resolution.FindAsync("users")).ShouldHaveSingleItem();
                ShellWriter.Value(left["n"]!.Value).ShouldContain("9007199254740993.1");
                left["_id"]!.Value.AsInt64().ShouldBe(id);
                (await resolution.PrintedAsync("orders")).ShouldBe([$"{{ _id: 1, users: [{id}], lines: [{{ by: {id} }}, {{ by: [{id}] }}] }}"]);
            });
            (await resolution.FindAsync("uniquity.runs")).Single(found => found["_id"]!.Value.AsString() == run.Id)["archived"]!.Value.AsInt64().ShouldBe(1);
        }
    }

    [DocumentDbFact]
    public async Task An_undo_that_is_cut_off_anywhere_goes_on()
    {
        var server = disturbed.Server!;
        server.ForgetFaults();
        await using var resolution = await Resolution.On(server, Scene());
        var before = await resolution.ContentAsync();
        await using var resolver = await resolution.OpenAsync();
        foreach (var (command, kind) in from command in new[] { "insert", "update", "delete" } from kind in new[] { FaultKind.HangUpBefore, FaultKind.HangUpAfter } select (command, kind))
        {
            var run = await resolver.ApplyAsync(await resolver.PlanAsync(Request, default), null, default);
            var cuts = 0;
            for (var after = 0; after < 3; after++)
            {
                server.Plan(new(command, kind) { After = after, In = resolution.Name, Times = 2 });
                await using var other = await resolution.OpenAsync();
                try
                {
                    (await other.UndoAsync(run.Id, null, null, default)).Left.ShouldBeEmpty();
                    break;
                }
                catch (Exception failure) when (failure is StoppedException or TargetException)
                {
                    cuts++;
                }

                server.ForgetFaults();
                (await resolver.ListRunsAsync(default))[0].State.ShouldBeOneOf(RunState.Interrupted, RunState.Complete);
            }

            server.ForgetFaults();
            cuts.ShouldBeGreaterThan(0, $"{command} {kind}");
            if ((await resolver.ListRunsAsync(default))[0].State != RunState.Undone) (await resolver.UndoAsync(run.Id, null, null, default)).Left.ShouldBeEmpty();
            (await resolution.ContentAsync()).ShouldBe(before);
            await resolver.ForgetAsync(run.Id, default);
        }
    }

    private async Task CutAsync(string command, bool standalone)
    {
        var server = disturbed.Server!;
        server.ForgetFaults();
        await using var resolution = await Resolution.On(server, Scene());
        var before = await resolution.ContentAsync();
        if (standalone) Pretend(server);
        var (cuts, resumed) = (0, 0);
        for (var after = 0; after < 8; after++)
        {
            var kind = (after + command.Length) % 2 == 0 ? FaultKind.HangUpBefore : FaultKind.HangUpAfter;
            server.Plan(new(command, kind) { After = after, In = command == "commitTransaction" ? null : resolution.Name });
            if (await ApplyAsync(resolution)) cuts++;
            server.ForgetFaults();
            if (standalone) Pretend(server);
            resumed += await EndAsync(resolution, before, resume: after % 4 < 2);
        }

        cuts.ShouldBeGreaterThan(1, command);
        resumed.ShouldBeGreaterThan(0, command);
        await ApplyAsync(resolution);

        // Only where there are no transactions the archive has a mark of its own.
        ((await resolution.FindAsync("uniquity.runs"))[0]["archived"]!.Value.AsInt64() > 0).ShouldBe(standalone);
    }

    /// <summary>Applies what can be applied.</summary>
    /// <returns>Whether it was cut off.</returns>
    private static async Task<bool> ApplyAsync(Resolution resolution)
    {
        await using var resolver = await resolution.OpenAsync();
        try
        {
            await resolver.ApplyAsync(await resolver.PlanAsync(Request, default), null, default);
            return false;
        }
        catch (Exception failure) when (failure is StoppedException or TargetException)
        {
            return true;
        }
    }

    private static async Task<int> EndAsync(Resolution resolution, string before, bool resume)
    {
        var resumed = 0;
        await using var resolver = await resolution.OpenAsync();
        foreach (var run in await resolver.ListRunsAsync(default))
        {
            run.State.ShouldBeOneOf(RunState.Planned, RunState.Interrupted, RunState.Complete);
            if (resume && run.State != RunState.Complete)
            {
                (await resolver.ResumeAsync(run.Id, null, default)).State.ShouldBe(RunState.Complete);
                (await resolver.PlanAsync(Request, default)).Groups.ShouldBe(0);
                (await resolution.FindAsync("users")).Count.ShouldBe(10);
                (await resolution.FindAsync("orders")).ShouldAllBe(order => order["user"]!.Value.AsInt64() <= 10);
                resumed++;
            }

            var undone = await resolver.UndoAsync(run.Id, null, null, default);
            undone.Left.ShouldBeEmpty();
            (await resolution.ContentAsync()).ShouldBe(before);
            await resolver.ForgetAsync(run.Id, default);
        }

        (await resolution.ContentAsync()).ShouldBe(before);
        return resumed;
    }

    private static ResolveRequest Request => Resolution.Request("email", "first", "n=sum") with { BatchGroups = 4, References = ["orders.user"] };

    private static void Pretend(MongoDbServer server)
    {
        foreach (var greeting in new[] { "hello", "ismaster" }) server.Plan(new(greeting, FaultKind.Answer) { Times = Forever, Reply = Standalone.Bytes });
    }

    private static string[] Scene() =>
    [
        $"{{ insert: 'users', documents: [{string.Join(", ", Enumerable.Range(1, 30).Select(i => $"{{ _id: {i}, email: 'u{i % 10}', n: {i} }}"))}] }}",
        $"{{ insert: 'orders', documents: [{string.Join(", ", Enumerable.Range(1, 30).Select(i => $"{{ _id: {i}, user: {i} }}"))}] }}",
    ];
}
