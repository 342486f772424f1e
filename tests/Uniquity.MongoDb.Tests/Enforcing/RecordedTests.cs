using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.MongoDb.Enforcing.Planning;
using Uniquity.MongoDb.Shell;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;
using Uniquity.Testing.Engines.DocumentDb;
using static Uniquity.MongoDb.Tests.Enforcing.Enforcement;

namespace Uniquity.MongoDb.Tests.Enforcing;

/// <summary>What only mongod has, on its replies as its manual and its own tests give them; everything else is asked of the server that is here.</summary>
/// <remarks>https://www.mongodb.com/docs/manual/core/index-unique/convert-to-unique/ and the codes of mongod 7.0.</remarks>
public sealed class RecordedTests(DisturbedServer shared) : IClassFixture<DisturbedServer>
{
    private const string Users = "{ insert: 'users', documents: [{ _id: 1, email: 'a' }, { _id: 2, email: 'b' }] }";
    private const string NoCollection = "{ ok: 0.0, code: 26, codeName: 'NamespaceNotFound', errmsg: 'ns does not exist' }";
    private const string NoOption = "{ ok: 0.0, code: 197, codeName: 'InvalidIndexSpecificationOption', errmsg: \"Error in specification { buildAsUnique: true, key: {}, name: '' } :: caused by :: The field 'buildAsUnique' is not valid for an index specification. Specification: { buildAsUnique: true, key: {}, name: '' }\" }";
    private const string NoCollMod = "{ ok: 0.0, code: 13, codeName: 'Unauthorized', errmsg: 'not authorized on shop to execute command { collMod: \\'uniquity.nowhere\\' }' }";
    private const string Prepared = "{ ok: 1.0, prepareUnique_old: false, prepareUnique_new: true }";
    private const string Violations = "{ ok: 0.0, code: 359, codeName: 'CannotConvertIndexToUnique', errmsg: 'Cannot convert the index to unique. Please resolve conflicting documents before running collMod again.', violations: [{ ids: [1, 3] }, { ids: [ObjectId('660489d24cabd75abebadbd0'), 'x'] }] }";
    private const string Converted = "{ ok: 1.0, unique_new: true }";
    private readonly MongoDbServer server = shared.Server!;

    [DocumentDbFact]
    public async Task An_index_is_built_plain_refuses_new_duplicates_and_becomes_unique()
    {
        server.ForgetFaults();
        await using var scene = await Scene.On(server, Users);
        Mongod(plans: 3);
        var plan = await scene.PlanAsync(Request("email"));
        plan.Steps.Select(step => step.Kind).ShouldBe([EnforceStepKind.Build, EnforceStepKind.Guard, EnforceStepKind.Convert, EnforceStepKind.Verify]);
        plan.Steps[0].Statements.ShouldBe(["db.runCommand({ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1' }] })"]);
        plan.Steps[2].Statements.ShouldBe([
            "db.runCommand({ collMod: 'users', index: { name: 'email_1', unique: true }, dryRun: true })",
            "db.runCommand({ collMod: 'users', index: { name: 'email_1', unique: true } })"]);
        Answers("collMod", Prepared, "{ ok: 1.0 }", Converted);
        server.Plan(new("listIndexes", FaultKind.Answer) { After = 2, Reply = Bson("{ ok: 1.0, cursor: { id: NumberLong('0'), ns: 'shop.users', firstBatch: [{ v: 2, key: { _id: 1 }, name: '_id_' }, { v: 2, key: { email: 1 }, name: 'email_1', unique: true }] } }") });

        var result = await scene.ApplyAsync(Request("email"));

        result.Done.ShouldBe(["built email_1", "email_1 refuses a key that is there already, from then on", "made email_1 unique", "email_1 is unique and enforces the key"]);
    }

    [DocumentDbFact]
    public async Task The_documents_that_the_server_lists_are_named_and_the_index_is_taken_back()
    {
        server.ForgetFaults();
        await using var scene = await Scene.On(server, Users);
        Mongod(plans: 2);
        Answers("collMod", Prepared, Violations);
        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => scene.ApplyAsync(Request("email")));
        stopped.Message.ShouldContain("the server names the documents 1, 3; ObjectId('660489d24cabd75abebadbd0'), x");
        stopped.Message.ShouldContain("The unfinished index was dropped");
        (await scene.IndexesAsync()).ShouldBeEmpty();
    }

    [DocumentDbFact]
    public async Task A_plain_index_that_is_there_becomes_unique_in_its_place_or_lets_duplicates_in_again()
    {
        server.ForgetFaults();
        await using var scene = await Scene.On(server, Users, "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'by_email' }] }");
        Mongod(plans: 3);
        var plan = await scene.PlanAsync(Request("email"));
        (plan.Name, plan.Steps[0].Kind).ShouldBe(("by_email", EnforceStepKind.Guard));
        Answers("collMod", Prepared, Violations, Prepared);

        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => scene.ApplyAsync(Request("email")));

        stopped.Message.ShouldNotContain("Left");
        (await scene.IndexesAsync()).ShouldBe(["by_email"]);
        await using var enforcer = await MongoDb.Enforcing.MongoEnforcer.OpenAsync(scene.Url);
        Mongod(plans: 2);
        Answers("collMod", Prepared, Violations, Prepared);
        await Should.ThrowAsync<EnforceStoppedException>(async () => await enforcer.ApplyAsync(await enforcer.PlanAsync(Request("email"), null, default), null, null, default));
        enforcer.StatementLog[^1].ShouldBe("db.runCommand({ collMod: 'users', index: { name: 'by_email', prepareUnique: false } })");
    }

    [DocumentDbFact]
    public async Task Whoever_may_not_collMod_gets_a_build_and_is_told()
    {
        server.ForgetFaults();
        await using var scene = await Scene.On(server, Users);
        server.Plan(new("collMod", FaultKind.Answer) { Reply = Bson(NoCollMod), Times = 4 });
        var plan = await scene.PlanAsync(Request("email"));
        plan.Steps.Select(step => step.Kind).ShouldBe([EnforceStepKind.Build, EnforceStepKind.Verify]);
        plan.Warnings.ShouldContain(warning => warning.Contains("the user may not run collMod"));
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("email") with { Guard = true }))).Message.ShouldContain("dbAdmin");
    }

    [DocumentDbFact]
    public async Task Whoever_may_not_build_is_told_what_to_ask_for()
    {
        server.ForgetFaults();
        await using var scene = await Scene.On(server, Users);
        server.Plan(new("createIndexes", FaultKind.Answer) { After = 2, Reply = Bson("{ ok: 0.0, code: 13, codeName: 'Unauthorized', errmsg: 'not authorized' }") });
        var refused = await Should.ThrowAsync<RefusedException>(() => scene.ApplyAsync(Request("email")));
        refused.Message.ShouldContain($"may not change the indexes of {scene.Database}.users");
        refused.Message.ShouldContain("db.grantRolesToUser('USER', [{ role: 'dbAdmin'");
        (await scene.IndexesAsync()).ShouldBeEmpty();
    }

    [DocumentDbFact]
    public async Task A_server_before_5_keeps_no_second_index_of_a_key_and_the_old_one_stays()
    {
        server.ForgetFaults();
        await using var scene = await Scene.On(server, Users, "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }");
        var conflict = Bson("{ ok: 0.0, code: 85, codeName: 'IndexOptionsConflict', errmsg: 'Index with name: email_1 already exists with different options' }");
        server.Plan(new("createIndexes", FaultKind.Answer) { After = 2, Reply = conflict });
        (await Should.ThrowAsync<RefusedException>(() => scene.ApplyAsync(Request("email") with { Replace = "email_1", SkipNull = true }))).Message.ShouldContain("no two indexes of one key");
        server.Plan(new("createIndexes", FaultKind.Answer) { Reply = conflict });
        (await Should.ThrowAsync<RefusedException>(() => scene.DropAsync("email_1", keepPlain: true))).Message.ShouldContain("email_1 still stands");
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique"]);
    }

    [DocumentDbFact]
    public async Task What_stands_when_the_old_index_cannot_go_is_told_and_the_next_call_drops_it()
    {
        server.ForgetFaults();
        await using var scene = await Scene.On(server, Users, "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'old', unique: true }] }");
        var request = Request("email") with { Replace = "old", SkipNull = true };
        server.Plan(new("dropIndexes", FaultKind.Answer) { Reply = Bson("{ ok: 0.0, code: 373, codeName: 'CannotDropShardKeyIndex', errmsg: 'Cannot drop the only compatible index for this shard key' }") });
        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => scene.ApplyAsync(request));
        stopped.Message.ShouldContain("CannotDropShardKeyIndex");
        stopped.Message.ShouldContain("Done: built email_1; email_1 is unique and enforces the key.");
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique", "old unique"]);

        (await scene.PlanAsync(request)).Steps.Select(step => step.Kind).ShouldBe([EnforceStepKind.Verify, EnforceStepKind.Drop]);
        (await scene.ApplyAsync(request)).Done[^1].ShouldBe("dropped old");
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique"]);
    }

    [DocumentDbFact]
    public async Task A_connection_that_is_lost_during_the_build_is_taken_up_again()
    {
        server.ForgetFaults();
        await using var scene = await Scene.On(server, Users);
        server.Plan(new("createIndexes", FaultKind.HangUpAfter) { After = 2 });
        (await scene.ApplyAsync(Request("email"))).Index.ShouldBe("email_1");
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique"]);
    }

    [DocumentDbFact]
    public async Task Folding_case_sends_a_collation_where_the_server_takes_one()
    {
        server.ForgetFaults();
        await using var scene = await Scene.On(server, Users);
        server.Plan(new("createIndexes", FaultKind.Answer) { Times = 2, Reply = Bson(NoOption) });
        var plan = await scene.PlanAsync(Request("email") with { Fold = Folding.Case });
        plan.Steps[0].Statements[0].ShouldContain("collation: { locale: 'en', strength: 2 }");
        plan.Warnings.ShouldContain(warning => warning.Contains("only with the same collation"));
    }

    [NativeTheory]
    [InlineData("capped", "collection", "{ capped: true, size: 4096 }", "is capped")]
    [InlineData("weather", "timeseries", "{ timeseries: { timeField: 't' } }", "time-series")]
    [InlineData("live", "view", "{ viewOn: 'users', pipeline: [] }", "--on users")]
    [InlineData("users", "collection", "{ validator: {} }", null)]
    public void A_collection_that_cannot_have_a_unique_key_is_refused_with_the_reason(string name, string kind, string options, string? reason)
    {
        var refusal = CollectionCheck.Refusal(new(null, name), kind, ShellReader.Document(options));
        if (reason is null) refusal.ShouldBeNull();
        else refusal.ShouldNotBeNull().ShouldContain(reason);
    }

    [NativeTheory]
    [InlineData("{ tenant: 1 }", "email", "--key tenant,email")]
    [InlineData("{ tenant: 1, region: 1 }", "tenant", "--key tenant,region")]
    [InlineData("{ email: 'hashed' }", "email", "hashed shard key")]
    [InlineData("{ tenant: 1 }", "tenant,email", null)]
    public void A_sharded_collection_has_unique_keys_that_begin_with_its_shard_key(string shardKey, string key, string? reason)
    {
        var refusal = CollectionCheck.ShardRefusal(new(null, "users"), ShellReader.Document(shardKey), [.. key.Split(',').Select(part => new Indexes.KeyPart(part))]);
        if (reason is null) refusal.ShouldBeNull();
        else refusal.ShouldNotBeNull().ShouldContain(reason);
    }

    /// <summary>What mongod 6 and later answer to the questions of so many plans.</summary>
    private void Mongod(int plans)
    {
        server.ForgetFaults();
        server.Plan(new("collMod", FaultKind.Answer) { Reply = Bson(NoCollection), Times = 2 * plans });
        server.Plan(new("createIndexes", FaultKind.Answer) { Reply = Bson(NoOption), Times = plans });
    }

    private void Answers(string command, params string[] replies)
    {
        foreach (var reply in replies) server.Plan(new(command, FaultKind.Answer) { Reply = Bson(reply) });
    }

    private static ReadOnlyMemory<byte> Bson(string reply) => ShellReader.Document(reply).Bytes;
}
