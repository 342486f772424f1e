using Uniquity.Enforcing;
using Uniquity.Resolving;
using Uniquity.Targets;
using Uniquity.Testing.Engines;
using static Uniquity.MongoDb.Tests.Enforcing.Enforcement;

namespace Uniquity.MongoDb.Tests.Enforcing;

/// <summary>Indexes that go, by themselves or for another.</summary>
public sealed class DropTests
{
    private const string Users = "{ insert: 'users', documents: [{ _id: 1, email: 'a', name: 'x', at: ISODate('2100-01-01') }, { _id: 2, email: 'b', name: 'x' }] }";

    [MongoDbFact]
    public async Task A_dropped_index_leaves_a_plain_one_of_the_same_shape_where_asked()
    {
        await using var scene = await Scene.Given(Users, "{ createIndexes: 'users', indexes: [{ key: { email: -1 }, name: 'ux', unique: true, partialFilterExpression: { name: 'x' } }] }");
        var plan = await scene.PlanDropAsync("ux", keepPlain: true);
        plan.Steps.Select(step => step.Kind).ShouldBe([EnforceStepKind.Build, EnforceStepKind.Drop]);
        plan.Steps[0].Statements.ShouldHaveSingleItem().ShouldContain("{ key: { email: -1 }, name: 'ux_plain', partialFilterExpression: { name: 'x' } }");
        (await scene.IndexesAsync()).ShouldBe(["ux unique"]);

        var result = await scene.DropAsync("ux", keepPlain: true);

        result.Done.ShouldBe(["built ux_plain, which is not unique", "dropped ux"]);
        (await scene.IndexesAsync()).ShouldBe(["ux_plain"]);
        await scene.Insert("{ _id: 9, email: 'a', name: 'x' }");
    }

    [MongoDbFact]
    public async Task Reads_and_expiry_are_told_before_an_index_goes()
    {
        await using var scene = await Scene.Given(Users, "{ createIndexes: 'users', indexes: [{ key: { at: 1 }, name: 'at_1', unique: true, expireAfterSeconds: 60, partialFilterExpression: { at: { $exists: true } } }, { key: { email: 1 }, name: 'email_1', unique: true }, { key: { email: 1 }, name: 'email_plain' }] }");
        var expiring = await scene.PlanDropAsync("at_1");
        expiring.Reads.ShouldNotBeNull();
        expiring.Warnings.ShouldContain(warning => warning.Contains("expire after 60 s"));
        expiring.Warnings.ShouldContain(warning => warning.Contains("Mongoose"));
        (await scene.PlanDropAsync("at_1", keepPlain: true)).Steps[0].Statements[0].ShouldContain("expireAfterSeconds: 60");
        var twice = await scene.PlanDropAsync("email_1", keepPlain: true);
        twice.PlainName.ShouldBeNull("one is there already");
        twice.Warnings.ShouldContain(warning => warning.StartsWith("email_plain has the same key"));
    }

    [MongoDbFact]
    public async Task What_is_not_there_not_unique_or_the_identity_is_not_dropped()
    {
        await using var scene = await Scene.Given(Users, "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }, { key: { name: 1 }, name: 'name_1' }] }");
        (await Should.ThrowAsync<UsageException>(() => scene.PlanDropAsync("emial_1"))).Message.ShouldContain("drop-index email_1");
        (await Should.ThrowAsync<UsageException>(() => scene.PlanDropAsync("name_1"))).Message.ShouldContain("dropIndexes: 'users', index: 'name_1'");
        (await scene.PlanDropAsync("_id_")).Refusal.ShouldNotBeNull().ShouldContain("never drops it");
        (await Should.ThrowAsync<RefusedException>(() => scene.DropAsync("_id_"))).Message.ShouldContain("_id_");
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique", "name_1"]);
    }

    [MongoDbFact]
    public async Task An_index_takes_the_place_of_another_that_goes_when_it_stands()
    {
        await using var scene = await Scene.Given(Users, "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }");
        var partial = Request("email") with { Replace = "email_1", SkipNull = true };
        var gap = false;

        var result = await scene.ApplyAsync(partial, at: async _ => gap |= !(await scene.IndexesAsync()).Contains("email_1 unique"));

        gap.ShouldBeFalse("the old one stands until the new one does");
        result.Index.ShouldBe("email_1_unique");
        result.Done[^1].ShouldBe("dropped email_1");
        (await scene.IndexesAsync()).ShouldBe(["email_1_unique unique"]);
        (await scene.RefusedInsert("{ _id: 9, email: 'a' }")).ShouldContain("11000");

        (await scene.ApplyAsync(Request("email", "name") with { Replace = "email_1_unique" })).Index.ShouldBe("email_1_name_1");
        (await scene.IndexesAsync()).ShouldBe(["email_1_name_1 unique"]);
    }

    [MongoDbFact]
    public async Task Where_both_stand_the_old_one_goes()
    {
        await using var scene = await Scene.Given(Users, "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }, { key: { email: 1, name: 1 }, name: 'wide', unique: true }] }");
        var plan = await scene.PlanAsync(Request("email") with { Replace = "wide" });
        (plan.AlreadyEnforcedBy, plan.Query).ShouldBe((null, null));
        await scene.ApplyAsync(Request("email") with { Replace = "wide" });
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique"]);
    }

    [MongoDbFact]
    public async Task MongoDB_renames_no_index_and_that_is_said()
    {
        await using var scene = await Scene.Given(Users, "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }, { key: { name: 1 }, name: 'name_1' }] }");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("email") with { Replace = "email_1", SkipNull = true, Name = "email_1" }))).Message.ShouldContain("cannot rename");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("email") with { Replace = "email_1", Name = "other" }))).Message.ShouldContain("it stays email_1");
        (await scene.PlanAsync(Request("email") with { Replace = "email_1" })).AlreadyEnforcedBy.ShouldBe("email_1");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("email", "name") with { Name = "name_1" }))).Message.ShouldContain("taken by the index on (name)");
        (await Should.ThrowAsync<UsageException>(() => scene.PlanAsync(Request("name") with { Replace = "emal_1" }))).Message.ShouldContain("--replace email_1");
        (await Should.ThrowAsync<UsageException>(() => scene.PlanAsync(Request("name") with { Replace = "_id_" }))).Message.ShouldContain("never drops it");
    }

    [MongoDbFact]
    public async Task An_index_that_expires_documents_hands_that_on_or_stays()
    {
        await using var scene = await Scene.Given(Users, "{ createIndexes: 'users', indexes: [{ key: { at: 1 }, name: 'at_1', expireAfterSeconds: 60, unique: true }] }");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("at", "email") with { Replace = "at_1" }))).Message.ShouldContain("expire (at, 60 s)");
        await scene.ApplyAsync(Request("at") with { Replace = "at_1", SkipNull = true });
        var index = (await scene.Run("{ listIndexes: 'users' }"))["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument().Elements()[1].AsDocument();
        (index["name"]!.Value.AsString(), index["expireAfterSeconds"]!.Value.AsInt64()).ShouldBe(("at_1_unique", 60));
    }
}
