using Uniquity.Enforcing;
using Uniquity.MongoDb.Resolving;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;
using static Uniquity.MongoDb.Tests.Enforcing.Enforcement;

namespace Uniquity.MongoDb.Tests.Enforcing;

/// <summary>What else happens while a key is being enforced.</summary>
public sealed class MeanwhileTests
{
    private const string Users = "{ insert: 'users', documents: [{ _id: 1, email: 'a' }, { _id: 2, email: 'b' }] }";
    private const string Plain = "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1' }] }";

    [MongoDbFact]
    public async Task A_duplicate_that_arrives_before_the_guard_is_told_and_nothing_is_left()
    {
        await using var scene = await Scene.Given(Users);
        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => scene.ApplyAsync(Request("email"), at: AtBuild(scene, "{ _id: 3, email: 'a' }")));
        stopped.Message.ShouldContain("email = a in 2 documents (1, 3)");
        stopped.Message.ShouldContain("--keep first");
        (await scene.IndexesAsync()).ShouldBeEmpty();
        await scene.Insert("{ _id: 4, email: 'a' }");
    }

    [MongoDbFact]
    public async Task It_is_resolved_where_a_policy_is_named()
    {
        await using var scene = await Scene.Given(Users, "{ insert: 'users', documents: [{ _id: 5, email: 'b' }] }");
        await using var resolver = new FirstStays(scene, 3, 5);

        var result = await scene.ApplyAsync(Request("email") with { Keep = new(KeepKind.First), Merge = [] }, resolver, AtBuild(scene, "{ _id: 3, email: 'a' }"));

        result.Runs.Count.ShouldBe(2);
        resolver.Seen[0].ShouldBe("", "without a guard the resolution comes first");
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique"]);
    }

    [DocumentDbFact]
    public async Task A_guard_refuses_new_duplicates_before_the_resolution_begins()
    {
        await using var scene = await Scene.Given(Users, "{ insert: 'users', documents: [{ _id: 5, email: 'b' }] }");
        await using var resolver = new FirstStays(scene, 5);
        var request = Request("email") with { Keep = new(KeepKind.First), Guard = true, Where = "{ email: { $exists: true } }" };

        var plan = await scene.PlanAsync(request, resolver);
        plan.Steps.Select(step => step.Kind).ShouldBe([EnforceStepKind.Build, EnforceStepKind.Guard, EnforceStepKind.Resolve, EnforceStepKind.Convert, EnforceStepKind.Verify]);
        plan.Warnings.ShouldContain(warning => warning.StartsWith("the guard is MongoDB's own"));
        var result = await scene.ApplyAsync(request, resolver);

        resolver.Seen.ShouldBe(["email_1 prepared"]);
        resolver.Planned.ShouldAllBe(asked => asked.Where == "{ email: { $exists: true } }");
        result.Runs.ShouldHaveSingleItem();
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique"]);
    }

    [MongoDbFact]
    public async Task Behind_the_guard_many_duplicates_go_their_references_move_and_all_of_it_comes_back()
    {
        var users = string.Join(", ", Enumerable.Range(0, 600).Select(i => $"{{ _id: {i}, email: 'u{i % 300}' }}"));
        await using var scene = await Scene.Given($"{{ insert: 'users', documents: [{users}] }}", "{ insert: 'orders', documents: [{ _id: 1, user: 450 }, { _id: 2, user: 150 }] }");
        await using var resolver = await MongoResolver.OpenAsync(scene.Url);

        var result = await scene.ApplyAsync(Request("email") with { Keep = new(KeepKind.First), Guard = true, References = ["orders.user"] }, resolver);

        (result.Runs.ShouldHaveSingleItem().Removed, result.Runs[0].Repointed).ShouldBe((300, 1));
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique"]);
        (await scene.Run("{ count: 'orders', query: { user: 150 } }"))["n"]!.Value.AsInt64().ShouldBe(2);
        await scene.DropAsync("email_1");
        (await resolver.UndoAsync(result.Runs[0].Id, group: null, progress: null, default)).Restored.ShouldBe(300);
        (await scene.Run("{ count: 'orders', query: { user: 450 } }"))["n"]!.Value.AsInt64().ShouldBe(1);
    }

    [DocumentDbFact]
    public async Task Beside_a_plain_index_that_cannot_be_prepared_a_unique_one_is_built_or_fails_whole()
    {
        await using var scene = await Scene.Given(Users, Plain);
        var plan = await scene.PlanAsync(Request("email"));
        plan.Name.ShouldBe("email_1_unique");
        plan.Steps.Select(step => step.Kind).ShouldBe([EnforceStepKind.Build, EnforceStepKind.Verify]);
        plan.Warnings.ShouldContain(warning => warning.StartsWith("email_1 is on the same key and not unique"));
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("email") with { Guard = true }))).Message.ShouldContain("leave --guard out");

        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => scene.ApplyAsync(Request("email"), at: AtBuild(scene, "{ _id: 3, email: 'a' }")));
        stopped.Message.ShouldContain("(1, 3)");
        (await scene.IndexesAsync()).ShouldBe(["email_1"]);

        await scene.Run("{ delete: 'users', deletes: [{ q: { _id: 3 }, limit: 1 }] }");
        (await scene.ApplyAsync(Request("email") with { Replace = "email_1" })).Done[^1].ShouldBe("dropped email_1");
        (await scene.IndexesAsync()).ShouldBe(["email_1_unique unique"]);
    }

    [DocumentDbFact]
    public async Task What_a_killed_call_left_is_named_by_the_next_plan_and_finished_by_the_next_call()
    {
        await using var scene = await Scene.Given(Users, "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', buildAsUnique: true }] }");
        (await scene.PlanAsync(Request("email"))).Leftovers.ShouldHaveSingleItem().ShouldContain("dropIndexes: 'users', index: 'email_1'");
        (await scene.PlanAsync(Request("email"))).Leftovers.ShouldHaveSingleItem().ShouldStartWith("email_1 was built to become unique");

        await scene.Run("{ collMod: 'users', index: { name: 'email_1', prepareUnique: true } }");
        (await scene.Index("users", "email_1")).Valid.ShouldBeFalse("it refuses new duplicates and promises nothing");
        var plan = await scene.PlanAsync(Request("email"));
        plan.Leftovers.ShouldHaveSingleItem().ShouldStartWith("email_1 refuses new duplicates since an earlier call");
        plan.Steps.Select(step => step.Kind).ShouldBe([EnforceStepKind.Convert, EnforceStepKind.Verify]);

        await scene.ApplyAsync(Request("email"));
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique"]);
    }

    [DocumentDbFact]
    public async Task Without_a_way_back_the_state_is_told_and_the_next_call_goes_on()
    {
        await using var scene = await Scene.Given(Users);
        var guarded = Request("email") with { Guard = true };
        (await scene.PlanAsync(guarded)).Warnings.ShouldContain(warning => warning.Contains("no way back"));

        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => scene.ApplyAsync(
            guarded, at: step => step.Contains("refuses", StringComparison.Ordinal) ? scene.Insert("{ _id: 3, email: 'a' }") : Task.CompletedTask));
        stopped.Message.ShouldContain("(1, 3)");
        stopped.Message.ShouldContain("Left: email_1");
        (await scene.IndexesAsync()).ShouldBe(["email_1 prepared"]);

        await using var resolver = new FirstStays(scene, 3);
        var plan = await scene.PlanAsync(Request("email") with { Keep = new(KeepKind.First) }, resolver);
        plan.Leftovers.ShouldHaveSingleItem().ShouldContain("no way back");
        (await Should.ThrowAsync<RefusedException>(() => scene.DropAsync("email_1"))).Message.ShouldContain("uniquity enforce --on users --key email --apply, then this call again");
        (await scene.ApplyAsync(plan.Request, resolver)).Index.ShouldBe("email_1");
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique"]);
    }

    [DocumentDbFact]
    public async Task A_duplicate_that_arrives_before_the_door_closes_is_seen_at_its_threshold()
    {
        await using var scene = await Scene.Given(Users);
        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => scene.ApplyAsync(Request("email") with { Guard = true }, at: AtBuild(scene, "{ _id: 3, email: 'a' }")));
        stopped.Message.ShouldContain("The unfinished index was dropped");
        (await scene.IndexesAsync()).ShouldBeEmpty();
    }

    [DocumentDbFact]
    public async Task What_was_prepared_before_stays_prepared_where_it_cannot_be_finished()
    {
        await using var scene = await Scene.Given(
            Users, "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', buildAsUnique: true }] }", "{ insert: 'users', documents: [{ _id: 3, email: 'a' }] }",
            "{ collMod: 'users', index: { name: 'email_1', prepareUnique: true } }");
        (await scene.PlanAsync(Request("email"))).IsBlocked.ShouldBeTrue();
        await using var resolver = new FirstStays(scene);
        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => scene.ApplyAsync(Request("email") with { Keep = new(KeepKind.First) }, resolver));
        stopped.Message.ShouldContain("(1, 3)");
        stopped.Runs.ShouldNotBeEmpty();
        (await scene.IndexesAsync()).ShouldBe(["email_1 prepared"]);
    }

    [MongoDbFact]
    public async Task A_stopped_call_takes_back_what_is_not_unique_yet()
    {
        await using var scene = await Scene.Given(Users);
        using var stop = new CancellationTokenSource();
        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => scene.ApplyAsync(
            Request("email"), at: step => step.StartsWith("building", StringComparison.Ordinal) ? stop.CancelAsync() : Task.CompletedTask, cancellation: stop.Token));
        stopped.Message.ShouldBe("Stopped. The server was told to stop the build of email_1; the next call tells if it finished all the same. The same call goes on.");
        (await scene.IndexesAsync()).ShouldBeEmpty();
    }

    private static Func<string, Task> AtBuild(Scene scene, string document) =>
        step => step.StartsWith("building", StringComparison.Ordinal) ? scene.Insert(document) : Task.CompletedTask;
}
