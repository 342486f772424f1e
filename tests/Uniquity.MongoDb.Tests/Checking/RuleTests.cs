using Uniquity.Checking;
using Uniquity.Indexes;
using Uniquity.MongoDb.Shell;
using Uniquity.Targets;
using Uniquity.Testing.Conformance;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Checking;

/// <summary>Rules are held against the live indexes, by what keys, filters, nulls and collations mean: the scenarios of the suite of SQL engines, as documents.</summary>
public sealed class RuleTests
{
    private const string Users = "{ insert: 'users', documents: [{ _id: 1, tenant_id: 1, email: 'a', name: 'x', at: { city: 'c' } }, { _id: 2, tenant_id: 1, email: 'b', name: 'y' }] }";

    [MongoDbTheory]
    [InlineData("email", "email")]
    [InlineData("email", "{ email: -1 }")]
    [InlineData("at.city", "at.city")]
    public async Task Keys_that_mean_the_same_are_the_same(string indexed, string wanted)
    {
        await using var scene = await Given($"{{ key: {{ '{indexed}': 1 }}, name: 'ux', unique: true }}");
        var report = await CheckAsync(scene, Wanted(wanted));
        report.Held.ShouldHaveSingleItem().Index.Name.ShouldBe("ux");
        report.Drift.ShouldBeFalse();
    }

    [MongoDbTheory]
    [InlineData("{ gone: null }", "{ \"gone\": null }")]
    [InlineData("{ gone: null, n: { $gt: 1 } }", "{ $and: [{ n: { $gt: NumberLong('1') } }, { gone: { $eq: null } }] }")]
    [InlineData("{ state: { $in: ['a', 'b'] } }", "{ state: { $in: ['b', 'a', 'b'] } }")]
    [InlineData("{ email: { $type: 'string' } }", "{ email: { $type: [2] } }")]
    [InlineData("{ $or: [{ a: 1 }, { b: 2 }] }", "{ $or: [{ b: 2 }, { a: 1.0 }] }")]
    [InlineData("{ email: { $exists: true } }", "{ email: { $exists: 1 } }")]
    public async Task Filters_that_mean_the_same_are_the_same(string indexed, string wanted)
    {
        await using var scene = await Given($"{{ key: {{ email: 1 }}, name: 'ux', unique: true, partialFilterExpression: {indexed} }}");
        (await CheckAsync(scene, Wanted("email") with { Where = wanted })).Drift.ShouldBeFalse();
    }

    [MongoDbTheory]
    [InlineData("{ gone: null }", "{ gone: { $exists: true } }")]
    [InlineData("{ name: 'a' }", "{ name: 'A' }")]
    [InlineData("{ name: 'a', n: 1 }", "{ $or: [{ name: 'a' }, { n: 1 }] }")]
    [InlineData("{ n: 1 }", "{ n: '1' }")]
    [InlineData("{ n: { $gt: 1 } }", "{ n: { $gte: 1 } }")]
    [InlineData("{ gone: null }", null)]
    public async Task Filters_that_mean_another_thing_are_told(string indexed, string? wanted)
    {
        await using var scene = await Given($"{{ key: {{ email: 1 }}, name: 'ux', unique: true, partialFilterExpression: {indexed} }}");
        var different = (await CheckAsync(scene, Wanted("email") with { Where = wanted })).Different.ShouldHaveSingleItem();
        different.Differences.ShouldHaveSingleItem().ShouldBe(new Difference("filter", wanted, indexed));
    }

    [MongoDbFact]
    public async Task A_rule_without_an_index_is_missing_and_what_breaks_it_is_counted_null_included()
    {
        await using var scene = await Given(null, "{ insert: 'users', documents: [{ _id: 3, email: 'a' }, { _id: 4, email: 'a' }, { _id: 5 }, { _id: 6, email: null }] }");
        var report = await CheckAsync(scene, Wanted("email"));
        report.Missing.ShouldHaveSingleItem().CanBeBuilt.ShouldBeTrue();
        report.Missing[0].Why.ShouldBe("no unique index is on (email)");
        (report.Violated.ShouldHaveSingleItem().Report.Groups, report.Violated[0].Report.ExcessRows).ShouldBe((2, 3));

        var apart = await CheckAsync(scene, Wanted("email") with { Nulls = NullHandling.Distinct });
        apart.Violated.ShouldHaveSingleItem().Report.Groups.ShouldBe(1);
        (await CheckAsync(scene, Wanted("email") with { Nulls = NullHandling.Sparse, Where = "{ _id: { $gt: 3 } }" })).Violated.ShouldBeEmpty();
        (await CheckAsync(scene, Wanted("email") with { Where = "{ _id: { $lt: 3 } }" })).Violated.ShouldBeEmpty();
        (await new RuleChecker(scene.Target).CheckAsync([Wanted("email")], new() { CountRows = false }, null, default)).NotChecked.ShouldHaveSingleItem().What.ShouldBe("data");
    }

    [MongoDbFact]
    public async Task What_becomes_of_nulls_is_compared()
    {
        await using var scene = await Given("{ key: { email: 1 }, name: 'plain', unique: true }, { key: { name: 1 }, name: 'sparse', unique: true, sparse: true }, { key: { tenant_id: 1, email: 1 }, name: 'apart', unique: true, partialFilterExpression: { tenant_id: { $type: ['string', 'number', 'objectId', 'date', 'bool', 'binData', 'object', 'array'] }, email: { $type: ['string', 'number', 'objectId', 'date', 'bool', 'binData', 'object', 'array'] } } }");
        var held = await CheckAsync(scene, Wanted("email") with { Nulls = NullHandling.NotDistinct }, Wanted("name") with { Nulls = NullHandling.Sparse }, Wanted("tenant_id|email") with { Nulls = NullHandling.Distinct });
        held.Drift.ShouldBeFalse(string.Join("; ", held.Different.SelectMany(different => different.Differences)));
        var drift = await CheckAsync(scene, Wanted("email") with { Nulls = NullHandling.Distinct }, Wanted("name"), Wanted("tenant_id|email"));
        drift.Different.Select(different => different.Differences[0].What).ShouldBe(["nulls", "nulls", "filter"], ignoreOrder: true);
        drift.Different.Single(different => different.Index.Name == "sparse").Differences.ShouldBe([new Difference("nulls", "value", "sparse")]);
    }

    [MongoDbFact]
    public async Task An_index_that_no_rule_wants_is_extra_and_that_of_the_id_is_not()
    {
        await using var scene = await Given("{ key: { email: 1 }, name: 'ux_email', unique: true }, { key: { name: 1 }, name: 'ux_name', unique: true }, { key: { tenant_id: 1 }, name: 'plain' }", "{ create: 'uniquity.runs' }");
        (await CheckAsync(scene, Wanted("email"))).Extra.ShouldHaveSingleItem().Name.ShouldBe("ux_name");
        (await CheckAsync(scene, Wanted("email"), Wanted("name"), Wanted("_id"))).Held.Count.ShouldBe(3);
        (await CheckAsync(scene, Wanted("tenant_id"))).Missing.ShouldHaveSingleItem().Why.ShouldContain("no unique index");
    }

    [MongoDbFact]
    public async Task Order_name_and_stricter_indexes_are_told()
    {
        await using var scene = await Given("{ key: { tenant_id: -1, email: 1 }, name: 'ux', unique: true }, { key: { name: 1 }, name: 'un', unique: true }");
        (await CheckAsync(scene, Wanted("email|tenant_id"), Wanted("name"))).Held[0].Note.ShouldNotBeNull().ShouldContain("(tenant_id, email)");
        (await CheckAsync(scene, Wanted("tenant_id|email") with { Name = "other" }, Wanted("name"))).Different.ShouldHaveSingleItem().Differences.ShouldBe([new Difference("name", "other", "ux")]);
        (await CheckAsync(scene, Wanted("name|email"))).Missing.ShouldHaveSingleItem().Why.ShouldContain("un on (name) is stricter");
    }

    [MongoDbFact]
    public async Task What_the_database_does_not_have_is_missing_with_the_nearest_name()
    {
        await using var scene = await Given("{ key: { email: 1 }, name: 'ux', unique: true }, { key: { later: 1 }, name: 'ul', unique: true, sparse: true }", "{ create: 'live', viewOn: 'users', pipeline: [] }");
        var report = await CheckAsync(
            scene, Wanted("email"), Wanted("emial"), Wanted("email") with { On = "usres" }, Wanted("email") with { On = "live" }, Wanted("name") with { Where = "nonsense" }, Wanted("later") with { Nulls = NullHandling.Sparse });
        report.Held.Select(held => held.Index.Name).ShouldBe(["ux", "ul"], "an index may be there before any document has its field");
        report.Missing.ShouldAllBe(missing => !missing.CanBeBuilt);
        report.Missing.Select(missing => missing.Why).ShouldBe([
            "no document of users has the field emial; the nearest is email",
            "there is no collection usres; did you mean users?",
            "live is a view of users, and a view has no indexes of its own: make the key unique there, --on users",
            "the filter 'nonsense' is no MongoDB filter document (a filter is a document: { field: value }); right is { deletedAt: null }"]);
    }

    [MongoDbFact]
    public async Task Two_rules_that_mean_the_same_are_refused()
    {
        await using var scene = await Given("{ key: { email: 1 }, name: 'ux', unique: true }");
        var said = await Should.ThrowAsync<UsageException>(() => CheckAsync(
            scene, Wanted("email") with { Place = "r:1", Where = "{ a: 1 }" }, Wanted("{ email: 1 }") with { Place = "r:4", Where = "{ a: { $eq: 1.0 } }", Conflict = RuleConflict.Expected }));
        said.Message.ShouldStartWith("r:4: this rule is the one at r:1 again");
    }

    [MongoDbFact]
    public async Task One_collection_alone_can_be_checked()
    {
        await using var scene = await Given("{ key: { email: 1 }, name: 'ux', unique: true }", "{ createIndexes: 'orders', indexes: [{ key: { a: 1 }, name: 'ua', unique: true }] }");
        var report = await new RuleChecker(scene.Target).CheckAsync(
            [Wanted("email"), Wanted("b") with { On = "orders" }, Wanted("c") with { On = "nowhere" }], new() { Table = await scene.Table("users") }, null, default);
        (report.Drift, report.Held.Count).ShouldBe((false, 1));
    }

    [MongoDbFact]
    public async Task The_rules_of_a_database_hold_there()
    {
        await using var scene = await Given("""
            { key: { email: 1, tenant_id: -1 }, name: 'u1', unique: true, partialFilterExpression: { gone: null, name: { $gt: "it's" } } },
            { key: { name: 1, tenant_id: 1 }, name: 'u2', unique: true }, { key: { tenant_id: 1, name: 1 }, name: 'u3', unique: true },
            { key: { 'at.city': 1 }, name: 'u4', unique: true, sparse: true },
            { key: { later: 1 }, name: 'u5', unique: true, partialFilterExpression: { later: { $type: ['string', 'number', 'objectId', 'date', 'bool', 'binData', 'object', 'array'] } } }
            """);
        var rules = await LiveRules.ReadAsync(scene.Target, null, default);
        rules.Where(rule => rule.Rule is null).Select(rule => (rule.Index.Name, rule.LeftOut)).ShouldBe([("u3", "u2 has the same key")]);
        rules.Select(rule => rule.Rule).OfType<Rule>().Select(rule => rule.Nulls).ShouldBe([null, null, NullHandling.Sparse, NullHandling.Distinct]);
        var report = await CheckAsync(scene, [.. rules.Select(rule => rule.Rule).OfType<Rule>()]);
        (report.Held.Count, report.Drift).ShouldBe((4, false));
    }

    [DocumentDbFact]
    public async Task What_is_only_prepared_is_no_promise()
    {
        await using var scene = await Given("{ key: { email: 1 }, name: 'ux', buildAsUnique: true }", "{ collMod: 'users', index: { name: 'ux', prepareUnique: true } }");
        (await LiveRules.ReadAsync(scene.Target, null, default)).ShouldHaveSingleItem().Rule.ShouldBeNull();
        var missing = (await CheckAsync(scene, Wanted("email"))).Missing.ShouldHaveSingleItem();
        missing.Why.ShouldBe("ux has this key and refuses new duplicates (prepareUnique) and is not unique yet: duplicates may be there; uniquity enforce makes it so");
        missing.Index.ShouldNotBeNull().Name.ShouldBe("ux");
    }

    [MongoDbFact]
    public async Task A_field_that_is_yet_to_come_is_told_with_the_whole_key()
    {
        await using var scene = await Given(null);
        (await CheckAsync(scene, Wanted("tenant_id|number"))).Missing.ShouldHaveSingleItem().Why.ShouldNotBeNull()
            .ShouldEndWith("db.users.createIndex({ tenant_id: 1, number: 1 }, { unique: true, partialFilterExpression: { number: { $exists: true } } })");
    }

    [MongoDbTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_of_any_spelling_hold(string name)
    {
        var (collection, field) = (ShellWriter.Quote(name.Replace('$', '£')), ShellWriter.Quote(name));
        await using var scene = await Scene.Given(
            $"{{ insert: {collection}, documents: [{{ _id: 1, {field}: 'a', other: 'b' }}] }}",
            $"{{ createIndexes: {collection}, indexes: [{{ key: {{ {field}: 1, other: 1 }}, name: {ShellWriter.Quote("u" + name)}, unique: true }}, {{ key: {{ other: 1 }}, name: 'plain', unique: true, partialFilterExpression: {{ {field}: null }} }}] }}");
        var report = await CheckAsync(scene, [.. (await LiveRules.ReadAsync(scene.Target, null, default)).Select(rule => rule.Rule).OfType<Rule>()]);
        (report.Held.Count, report.Drift).ShouldBe((2, false));
    }

    private static async Task<Scene> Given(string? indexes, params string[] more) =>
        await Scene.Given([Users, .. indexes is null ? (string[])[] : [$"{{ createIndexes: 'users', indexes: [{indexes}] }}"], .. more]);

    /// <summary>A rule on users; parts are divided by a bar.</summary>
    private static Rule Wanted(string key) => new() { On = "users", Key = key.Split('|') };

    private static Task<CheckReport> CheckAsync(Scene scene, params Rule[] rules) => new RuleChecker(scene.Target).CheckAsync(rules, new(), null, default);
}
