using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Enforcing;
using Uniquity.MongoDb.Shell;
using Uniquity.MongoDb.Tests.Engines;
using Uniquity.Resolving;
using Uniquity.Targets;
using Uniquity.Testing.Conformance;
using Uniquity.Testing.Engines;
using static Uniquity.MongoDb.Tests.Enforcing.Enforcement;

namespace Uniquity.MongoDb.Tests.Enforcing;

/// <summary>Afterwards the server refuses what the plan said, and nothing else is left behind.</summary>
public sealed class EnforceTests
{
    [MongoDbFact]
    public async Task A_plan_changes_nothing_and_its_application_enforces_the_key()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a' }, { _id: 2, email: 'b' }, { _id: 3 }] }");
        var plan = await scene.PlanAsync(Request("email"));
        (plan.Name, plan.Groups, plan.Rows, plan.IsBlocked, plan.AlreadyEnforcedBy, plan.Request.Nulls).ShouldBe(("email_1", 0, 3, false, null, NullHandling.Value));
        (await scene.IndexesAsync()).ShouldBeEmpty();
        var collections = await scene.Run("{ listCollections: 1 }");
        collections["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument().Elements().Count.ShouldBe(1, "asking what the server can do makes no collection");

        var result = await scene.ApplyAsync(Request("email"));

        result.Index.ShouldBe("email_1");
        (await scene.IndexesAsync()).ShouldBe(["email_1 unique"]);
        (await scene.RefusedInsert("{ _id: 9, email: 'a' }")).ShouldContain("11000");
        (await scene.RefusedInsert("{ _id: 9 }")).ShouldContain("11000", customMessage: "null and missing are one value");
        (await scene.PlanAsync(Request("email"))).AlreadyEnforcedBy.ShouldBe("email_1");
        (await scene.ApplyAsync(Request("email"))).Done.ShouldBeEmpty();
    }

    [MongoDbFact]
    public async Task Every_step_shows_what_is_sent()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a' }] }");
        await using var enforcer = await MongoEnforcer.OpenAsync(scene.Url);
        var plan = await enforcer.PlanAsync(Request("email"), resolver: null, default);
        await enforcer.ApplyAsync(plan, resolver: null, progress: null, default);
        var shown = plan.Steps.SelectMany(step => step.Statements).ToList();
        shown.ShouldNotBeEmpty();
        enforcer.StatementLog.Where(shown.Contains).ShouldBe(shown);
    }

    [MongoDbFact]
    public async Task Duplicates_stand_in_the_way_until_somebody_says_what_becomes_of_them()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a' }, { _id: 2, email: 'a' }, { _id: 3 }, { _id: 4, email: null }] }");
        var plan = await scene.PlanAsync(Request("email"));
        (plan.IsBlocked, plan.Groups, plan.ExcessRows).ShouldBe((true, 2, 2));
        plan.Warnings.ShouldContain(warning => warning.Contains("2 documents have null") && warning.Contains("--skip-null"));
        (await scene.PlanAsync(Request("email") with { SkipNull = true })).Groups.ShouldBe(1);
        (await Should.ThrowAsync<RefusedException>(() => scene.ApplyAsync(Request("email")))).Message.ShouldContain("--keep");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("email") with { Keep = new(KeepKind.First) }))).Message.ShouldContain("uniquity resolve --on users --key email");
        (await scene.IndexesAsync()).ShouldBeEmpty();
    }

    [MongoDbFact]
    public async Task Nulls_count_are_left_out_or_left_out_where_missing()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, a: 'x', b: 'x', c: 'x' }, { _id: 2, b: null }, { _id: 3 }, { _id: 4, a: 1, c: 7.5, b: ObjectId('507f1f77bcf86cd799439011') }] }");

        await scene.ApplyAsync(Request("a") with { SkipNull = true });
        await scene.Insert("{ _id: 10, a: null }");
        (await scene.RefusedInsert("{ _id: 11, a: 'x' }")).ShouldContain("11000");
        (await scene.RefusedInsert("{ _id: 11, a: 1 }")).ShouldContain("11000", customMessage: "whatever its type");

        await scene.ApplyAsync(Request("b") with { Nulls = NullHandling.Sparse });
        (await scene.RefusedInsert("{ _id: 12, b: null }")).ShouldContain("11000");
        await scene.Insert("{ _id: 12 }");
        (await scene.PlanAsync(Request("b") with { Nulls = NullHandling.Sparse })).AlreadyEnforcedBy.ShouldBe("b_1");
        (await scene.PlanAsync(Request("b"))).AlreadyEnforcedBy.ShouldBeNull();

        (await scene.PlanAsync(Request("c") with { Nulls = NullHandling.Distinct })).Filter.ShouldNotBeNull().ShouldContain("$type");
        (await scene.PlanAsync(Request("c") with { Nulls = NullHandling.NotDistinct })).IsBlocked.ShouldBeTrue();
        await Should.ThrowAsync<UsageException>(() => scene.PlanAsync(Request("c") with { SkipNull = true, Nulls = NullHandling.NotDistinct }));
        await Should.ThrowAsync<UsageException>(() => scene.PlanAsync(Request("c") with { Where = "{ a: 1 }", Nulls = NullHandling.Sparse }));
    }

    [MongoDbFact]
    public async Task A_filter_makes_only_its_documents_unique()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a', gone: null }, { _id: 2, email: 'a', gone: 1 }, { _id: 3, email: '' }, { _id: 4, email: '' }] }");
        var live = Request("email") with { Where = "{ gone: null, email: { $gt: '' } }" };

        await scene.ApplyAsync(live);

        (await scene.RefusedInsert("{ _id: 9, email: 'a' }")).ShouldContain("11000");
        await scene.Insert("{ _id: 9, email: 'a', gone: 2 }");
        await scene.Insert("{ _id: 10, email: '' }");
        (await scene.PlanAsync(live with { Where = "{ $and: [{ email: { $gt: '' } }, { gone: null }] }" })).AlreadyEnforcedBy.ShouldNotBeNull();
        (await scene.PlanAsync(live with { Where = "{ gone: null }" })).IsBlocked.ShouldBeTrue();
    }

    [MongoDbTheory]
    [InlineData("{ n: { $gt: 1, $lt: 5 }, gone: null }", "{ $and: [{ n: { $gt: 1 } }, { n: { $lt: 5 } }, { gone: null }] }")]
    [InlineData("{ gone: null, $and: [{ n: 1 }, { $and: [{ m: { $in: [1, 2] } }] }] }", "{ $and: [{ gone: null }, { n: 1 }, { m: { $in: [1, 2] } }] }")]
    [InlineData("{ $and: [{ n: { b: 1, c: 2 } }] }", "{ n: { b: 1, c: 2 } }")]
    [InlineData("{ $or: [{ n: 1 }, { m: 1 }] }", "{ $or: [{ n: 1 }, { m: 1 }] }")]
    public async Task A_filter_is_sent_in_the_form_that_every_server_takes(string filter, string sent)
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a' }] }");
        var request = Request("email") with { Where = filter };
        (await scene.ApplyAsync(request)).Plan.Filter.ShouldBe(sent);
        (await scene.PlanAsync(request)).AlreadyEnforcedBy.ShouldBe("email_1");
        (await scene.PlanAsync(request with { Where = "{ gone: null, email: { $gt: '' } }", SkipNull = true })).Filter.ShouldBe("{ gone: null, email: { $gt: '' } }", "which leaves null out already");
        (await scene.PlanAsync(request with { Where = "{ gone: null, email: { $exists: true } }", SkipNull = true })).Filter.ShouldNotBeNull().ShouldStartWith("{ $and: [{ gone: null }, { email: { $exists: true } }, { email: { $type");
    }

    [MongoDbTheory]
    [InlineData("{ gone: { $exists: false } }", "{ gone: null }")]
    [InlineData("{ gone: { $ne: null } }", "--where '{ gone: { $type: [\"string\"")]
    [InlineData("{ gone: { $ne: true } }", "{ gone: false }")]
    [InlineData("{ $and: [{ state: { $ne: 'dead' } }] }", "--where '{ $or: [{ state: { $lt: \"dead\" } }")]
    [InlineData("{ state: { $nin: ['dead'] } }", "$in")]
    [InlineData("{ state: /^a/ }", "field of its own")]
    [InlineData("{ $nor: [{ state: 1 }] }", "field of its own")]
    public async Task A_filter_that_no_index_can_have_is_refused_with_one_that_can(string filter, string instead)
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a' }] }");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("email") with { Where = filter }))).Message.ShouldContain(instead);
    }

    [MongoDbFact]
    public async Task What_is_enforced_already_is_said_and_left()
    {
        await using var scene = await Scene.Given(
            "{ insert: 'users', documents: [{ _id: 1, email: 'a', name: 'b', 'at': { city: 'x' } }] }",
            "{ createIndexes: 'users', indexes: [{ key: { name: 1, email: -1 }, name: 'ux', unique: true }, { key: { email: 1 }, name: 'part', unique: true, partialFilterExpression: { name: 'b' } }] }");
        (await scene.PlanAsync(Request("email", "name"))).AlreadyEnforcedBy.ShouldBe("ux");
        (await scene.PlanAsync(Request("email", "name") with { Where = "{ name: 'z' }" })).AlreadyEnforcedBy.ShouldBe("ux");
        (await scene.PlanAsync(Request("email"))).AlreadyEnforcedBy.ShouldBeNull();
        (await scene.PlanAsync(Request("email") with { Where = "{ name: { $eq: 'b' } }" })).AlreadyEnforcedBy.ShouldBe("part");
        (await scene.PlanAsync(Request("_id"))).AlreadyEnforcedBy.ShouldBe("_id_");
        (await scene.ApplyAsync(Request("at.city", "email"))).Index.ShouldBe("at.city_1_email_1");
    }

    [MongoDbFact]
    public async Task Arrays_collide_by_their_elements()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, tags: ['a', 'b'] }, { _id: 2, tags: ['b', 'c'] }, { _id: 3, tags: ['d', 'd'] }] }");
        var plan = await scene.PlanAsync(Request("tags"));
        (plan.IsBlocked, plan.Groups).ShouldBe((true, 1));
        await scene.Run("{ delete: 'users', deletes: [{ q: { _id: 2 }, limit: 1 }] }");
        await scene.ApplyAsync(Request("tags"));
        (await scene.RefusedInsert("{ _id: 4, tags: ['x', 'a'] }")).ShouldContain("11000");
    }

    [MongoDbFact]
    public async Task What_MongoDB_has_not_is_refused_with_what_to_do_instead()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a', 'v(1)': 1 }] }", "{ create: 'live', viewOn: 'users', pipeline: [] }");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("email") with { As = EnforceAs.Constraint }))).Message.ShouldContain("--as index");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("email") with { Fold = Folding.Case | Folding.Space }))).Message.ShouldContain("a field of its own");
        (await Should.ThrowAsync<UsageException>(() => scene.PlanAsync(Request("email") with { Name = "*" }))).Message.ShouldContain("--name");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(new(new TableName(null, "live"), [new("email")])))).Message.ShouldContain("--on users");
        (await Should.ThrowAsync<UsageException>(async () => await scene.Target.FindTableAsync("live", default))).Message.ShouldContain("view of users");
        await Should.ThrowAsync<UsageException>(async () => await scene.Target.ParseKeyAsync(await scene.Table("users"), "{ email: 'hashed' }", default));
        (await scene.Target.ParseKeyAsync(await scene.Table("users"), "{ 'v(1)': -1 }", default)).ShouldBe([new("v(1)", Descending: true)]);
    }

    [DocumentDbFact]
    public async Task A_server_without_collated_unique_indexes_is_told_by_what_it_says()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, 'who.email': 'a' }] }");
        var refused = await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Request("email") with { Fold = Folding.Case }));
        refused.Message.ShouldContain("not implemented yet");
        refused.Message.ShouldContain("db.users.updateMany({ 'email': { $type: 'string' } }, [{ $set: { 'email_lower': { $toLower: '$email' } } }])");
        refused.Message.ShouldContain("uniquity enforce --on users --key email_lower");
    }

    [CollatedUniqueFact]
    public async Task Folding_is_the_indexs_collation()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, email: 'Ann' }] }");
        var folded = Request("email") with { Fold = Folding.Case };
        await scene.ApplyAsync(folded);
        (await scene.RefusedInsert("{ _id: 2, email: 'ANN' }")).ShouldContain("11000");
        (await scene.PlanAsync(folded)).AlreadyEnforcedBy.ShouldBe("email_1");
        (await scene.PlanAsync(Request("email"))).AlreadyEnforcedBy.ShouldBeNull();
    }

    [MongoDbTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_are_taken_as_they_are(string name)
    {
        var quoted = ShellWriter.Quote(name);
        // MongoDB takes no dollar in the name of a collection.
        var collection = name.Replace('$', '£');
        await using var scene = await Scene.Given($"{{ insert: {ShellWriter.Quote(collection)}, documents: [{{ _id: 1, {quoted}: 'a' }}, {{ _id: 2, {quoted}: 'b' }}] }}");
        var table = await scene.Table(collection);
        var argument = scene.Target.Statements.KeyArgument([new(name)]);
        var key = await scene.Target.ParseKeyAsync(table, argument, default);
        key.ShouldBe([new(name)]);

        var result = await scene.ApplyAsync(new(table, key) { Name = name + "!", SkipNull = true });

        result.Index.ShouldBe(name + "!");
        (await scene.Refused($"{{ insert: {ShellWriter.Quote(collection)}, documents: [{(name == "dot.ted" ? "{ _id: 3, dot: { ted: 'a' } }, { _id: 4, dot: { ted: 'a' } }" : $"{{ _id: 3, {quoted}: 'a' }}")}] }}")).ShouldContain("11000");
        await using var enforcer = await MongoEnforcer.OpenAsync(scene.Url);
        var drop = await enforcer.DropAsync(await enforcer.PlanDropAsync(new DropIndexRequest(table, result.Index, KeepPlain: true), default), progress: null, default);
        (await scene.IndexesAsync(collection)).ShouldBe([drop.Plan.PlainName.ShouldNotBeNull()]);
    }
}
