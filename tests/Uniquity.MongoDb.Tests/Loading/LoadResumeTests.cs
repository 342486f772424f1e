using Uniquity.Loading;
using Uniquity.Resolving;
using Uniquity.Testing.Conformance.Loading;
using Uniquity.Testing.Engines;
using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.MongoDb.Tests.Loading;

/// <summary>A load that was cut off goes on, and ends as if it had not been.</summary>
public class LoadResumeTests(DisturbedServer disturbed) : IClassFixture<DisturbedServer>
{
    private const string OnEmail = "{ createIndexes: 't', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }";
    private const string Stored = "{ insert: 't', documents: [{ _id: 5, email: 'e5', seen: 3, note: 'kept' }, { _id: 900, email: 'e7', seen: 3, note: 'kept' }] }";
    private static readonly string WithIds = "_id,email,seen\n" + string.Concat(Enumerable.Range(0, 60).Select(at => $"{at % 40 + 1},e{at % 40 + 1},{at % 7}\n"));
    private static readonly string WithoutIds = "email,seen\n" + string.Concat(Enumerable.Range(0, 60).Select(at => $"e{at % 40 + 1},{at % 7}\n"));

    [DocumentDbTheory]
    [InlineData("skip")]
    [InlineData("update")]
    [InlineData("replace")]
    public async Task Cut_off_at_any_command_it_goes_on_and_counts_as_if_it_had_not(string policy)
    {
        foreach (var (file, key) in new[] { (WithIds, "_id"), (WithIds, "email"), (WithoutIds, "email") })
        {
            var call = new LoadCall(file) { OnConflict = policy, Batch = 7, Key = key };
            var (whole, expected) = await WholeAsync(call);
            foreach (var (command, kind) in from command in new[] { "insert", "update" } from kind in new[] { FaultKind.HangUpBefore, FaultKind.HangUpAfter } select (command, kind))
            {
                await using var scene = new LoadScene(await Scene.On(disturbed.Server!, OnEmail, Stored));
                var rejects = new KeptRejects();
                var (point, cuts) = await CutAsync(scene, call, command, kind, rejects);
                cuts.ShouldBeGreaterThan(0, $"{command} {kind}");
                point.ShouldBe(whole, $"{key} {command} {kind}");
                rejects.All.Count.ShouldBe((int)whole.Rejected);
                (await scene.StoredAsync("email", "{ _id: 0 }")).ShouldBe(expected, $"{key} {command} {kind}");
            }
        }
    }

    [DocumentDbFact]
    public async Task Cut_off_where_the_newer_wins_the_documents_are_right_and_the_sums_add_up()
    {
        var call = new LoadCall(WithoutIds) { OnConflict = "newer:seen", Batch = 7, Key = "email" };
        var (whole, expected) = await WholeAsync(call);
        await using var scene = new LoadScene(await Scene.On(disturbed.Server!, OnEmail, Stored));

        var (point, _) = await CutAsync(scene, call, "update", FaultKind.HangUpAfter, new());

        (point.Read, point.Inserted).ShouldBe((whole.Read, whole.Inserted));
        (await scene.StoredAsync("email", "{ _id: 0 }")).ShouldBe(expected);
    }

    [DocumentDbFact]
    public async Task What_the_load_itself_put_in_does_not_change_the_types_of_what_follows()
    {
        await using var scene = new LoadScene(await Scene.On(disturbed.Server!, "{ createIndexes: 't', indexes: [{ key: { code: 1 }, name: 'code_1', unique: true }] }"));
        var call = new LoadCall("code,n\n007,1\n5,2\nx,3\n6,4\n5,5\n6,6\n") { Key = "code", Batch = 2 };
        await Should.ThrowAsync<InvalidTimeZoneException>(scene.RunAsync(call with { Report = point => _ = point.Read < 4 ? 0 : throw new InvalidTimeZoneException() }, new()));

        var point = await scene.RunAsync(call with { Resume = true }, new());

        (point.Inserted, point.Skipped).ShouldBe((4, 2));
        (await scene.CountAsync()).ShouldBe(4);
    }

    [MongoDbFact]
    public async Task What_is_complete_or_has_changed_is_not_resumed_and_nothing_is_left()
    {
        await using var scene = await LoadScene.Given(OnEmail);
        await scene.LoadAsync(new("_id\n1\n"));
        (await Should.ThrowAsync<RefusedException>(scene.LoadAsync(new("_id\n1\n") { Resume = true }))).Message.ShouldContain("there is no stopped load");
        (await scene.CountAsync("uniquity.loads")).ShouldBe(0);

        await Should.ThrowAsync<LoadStoppedException>(scene.LoadAsync(new("_id\n1\n") { OnConflict = "stop" }));
        (await Should.ThrowAsync<RefusedException>(scene.LoadAsync(new("_id\n2\n3\n") { OnConflict = "stop", Resume = true }))).Message.ShouldContain("has changed");
    }

    [MongoDbFact]
    public async Task An_index_that_goes_while_loading_stops_the_load_and_says_so()
    {
        await using var scene = await LoadScene.Given(OnEmail);
        var dropped = false;

        var stopped = await Should.ThrowAsync<LoadStoppedException>(scene.LoadAsync(new("email\na\nb\nc\nd\ne\n") { Key = "email", Batch = 2, Report = _ => dropped = dropped || Drop(scene) }));

        stopped.Message.ShouldContain("unique index of the key is gone");
        (await scene.CountAsync()).ShouldBe(2);
    }

    [MongoDbFact]
    public async Task Two_loads_of_one_file_at_once_put_no_document_in_twice()
    {
        await using var scene = await LoadScene.Given(OnEmail);
        var call = new LoadCall("email,n\n" + string.Concat(Enumerable.Range(0, 400).Select(at => $"e{at},{at}\n"))) { Key = "email", Batch = 20 };

        var points = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => scene.RunAsync(call, new()))));

        points.ShouldAllBe(point => point.Read == 400 && point.Rejected == 0);
        points.Sum(point => point.Inserted).ShouldBe(400);
        (await scene.CountAsync()).ShouldBe(400);
    }

    private static bool Drop(LoadScene scene)
    {
        scene.Scene.Run("{ dropIndexes: 't', index: 'email_1' }").GetAwaiter().GetResult();
        return true;
    }

    private async Task<(LoadPoint Point, string Stored)> WholeAsync(LoadCall call)
    {
        disturbed.Server!.ForgetFaults();
        await using var scene = new LoadScene(await Scene.On(disturbed.Server!, OnEmail, Stored));
        return (await scene.RunAsync(call, new()), await scene.StoredAsync("email", "{ _id: 0 }"));
    }

    private async Task<(LoadPoint Point, int Cuts)> CutAsync(LoadScene scene, LoadCall call, string command, FaultKind kind, KeptRejects rejects)
    {
        var cuts = 0;
        for (var after = 3; ; after = (after + 2) % 9)
        {
            disturbed.Server!.ForgetFaults();
            var begun = await scene.CountAsync("uniquity.loads") > 0;
            if (cuts < 4) disturbed.Server.Plan(new(command, kind) { After = after, In = scene.Scene.Database });
            try
            {
                return (await scene.RunAsync(call with { Resume = begun }, rejects), cuts);
            }
            catch (Exception cut) when (cut is LoadStoppedException or Targets.TargetException)
            {
                cuts++;
            }
            finally
            {
                disturbed.Server.ForgetFaults();
            }
        }
    }
}
