using Shouldly;
using Uniquity.Checking;
using Uniquity.Duplicates;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance;

/// <summary>Rules are held against the live indexes, by what keys and filters mean.</summary>
public abstract class RuleConformance(IConformanceEngine engine) : TargetConformance(engine)
{
    private const string Users = "CREATE TABLE users (id integer PRIMARY KEY, tenant_id integer, email text, name text, deleted_at text); ";

    [ConformanceTheory]
    [InlineData("lower(email)", "LOWER( \"email\" )")]
    [InlineData("lower(email)", "(lower((users.email)))")]
    [InlineData("lower(email)", "lower /* the address */ (email)")]
    [InlineData("email", "(EMAIL)")]
    [InlineData("coalesce(name, 'a,b'), tenant_id", "coalesce(name,'a,b')|tenant_id")]
    public async Task Keys_that_mean_the_same_are_the_same(string indexed, string wanted)
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users ({indexed})");
        var report = await CheckAsync(target, Wanted(wanted));
        report.Held.ShouldHaveSingleItem().Index.Name.ShouldBe("ux");
        report.Drift.ShouldBeFalse();
    }

    [ConformanceTheory]
    [InlineData("deleted_at IS NULL", "(deleted_at is null)")]
    [InlineData("deleted_at IS NULL AND name <> 'x'", "\"name\" != 'x' and ((users.deleted_at) isnull)")]
    [InlineData("name IN ('a', 'b')", "name in ( 'a','b' )")]
    [InlineData("tenant_id BETWEEN 1 AND 5 AND name IS NOT NULL", "name notnull and (tenant_id between 1 and 5)")]
    [InlineData("name = 'a' OR deleted_at IS NULL", "((NAME = 'a') or (deleted_at IS NULL))")]
    public async Task Filters_that_mean_the_same_are_the_same(string indexed, string wanted)
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (email) WHERE {indexed}");
        (await CheckAsync(target, Wanted("email") with { Where = wanted })).Drift.ShouldBeFalse();
    }

    [ConformanceTheory]
    [InlineData("deleted_at IS NULL", "deleted_at IS NOT NULL")]
    [InlineData("name = 'a'", "name = 'A'")]
    [InlineData("name = 'a' AND tenant_id = 1", "name = 'a' OR tenant_id = 1")]
    [InlineData("name = 'deleted_at'", "name = deleted_at")]
    public async Task Filters_that_mean_another_thing_are_told(string indexed, string wanted)
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (email) WHERE {indexed}");
        var different = (await CheckAsync(target, Wanted("email") with { Where = wanted })).Different.ShouldHaveSingleItem();
        different.Index.Name.ShouldBe("ux");
        different.Differences.ShouldHaveSingleItem().ShouldBe(new Difference("filter", wanted, different.Index.Filter));
    }

    [ConformanceFact]
    public async Task Another_column_of_the_expression_is_another_key()
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (lower(email))");
        var report = await CheckAsync(target, Wanted("lower(name)"));
        report.Missing.ShouldHaveSingleItem().CanBeBuilt.ShouldBeTrue();
        report.Extra.ShouldHaveSingleItem().Name.ShouldBe("ux");
        report.Held.ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task A_rule_without_an_index_is_missing_and_what_breaks_it_is_counted()
    {
        var target = await Given($"{Users}INSERT INTO users (id, email) VALUES (1, 'a'), (2, 'a'), (3, 'a'), (4, 'b'), (5, NULL), (6, NULL)");
        var report = await CheckAsync(target, Wanted("email"));
        report.Missing.ShouldHaveSingleItem().Why.ShouldBe("no unique index is on (email)");
        var violated = report.Violated.ShouldHaveSingleItem().Report;
        (violated.Groups, violated.ExcessRows).ShouldBe((1, 2));
        report.Drift.ShouldBeTrue();
    }

    [ConformanceFact]
    public async Task Rows_outside_the_rules_filter_do_not_break_it()
    {
        var target = await Given($"{Users}INSERT INTO users (id, email, deleted_at) VALUES (1, 'a', 'x'), (2, 'a', NULL)");
        var report = await CheckAsync(target, Wanted("email") with { Where = "deleted_at is null" });
        report.Violated.ShouldBeEmpty();
        report.Missing.Count.ShouldBe(1);
    }

    [ConformanceFact]
    public async Task Rows_are_not_counted_where_that_is_not_wanted()
    {
        var target = await Given($"{Users}INSERT INTO users (id, email) VALUES (1, 'a'), (2, 'a')");
        var report = await new RuleChecker(target).CheckAsync([Wanted("email")], new() { CountRows = false }, null, default);
        report.Violated.ShouldBeEmpty();
        report.NotChecked.ShouldHaveSingleItem().What.ShouldBe("data");
    }

    [ConformanceFact]
    public async Task An_index_that_no_rule_wants_is_extra_and_a_primary_key_is_not()
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux_email ON users (email); CREATE UNIQUE INDEX ux_name ON users (name)");
        var report = await CheckAsync(target, Wanted("email"));
        report.Extra.ShouldHaveSingleItem().Name.ShouldBe("ux_name");
        (await CheckAsync(target, Wanted("email"), Wanted("name"), Wanted("id"))).Held.Count.ShouldBe(3);
    }

    [ConformanceFact]
    public async Task The_order_of_the_key_is_told_and_no_drift()
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (tenant_id, email)");
        var report = await CheckAsync(target, Wanted("email|tenant_id"));
        report.Drift.ShouldBeFalse();
        report.Held.ShouldHaveSingleItem().Note.ShouldNotBeNull().ShouldContain("(tenant_id, email)");
        (await CheckAsync(target, Wanted("tenant_id|email"))).Held.ShouldHaveSingleItem().Note.ShouldBeNull();
    }

    [ConformanceFact]
    public async Task A_direction_is_nothing_to_a_rule()
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (tenant_id DESC, email)");
        (await CheckAsync(target, Wanted("tenant_id|email"))).Drift.ShouldBeFalse();
    }

    [ConformanceFact]
    public async Task Leaving_out_nulls_changes_nothing_where_nulls_never_collide()
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (email, tenant_id) WHERE email IS NOT NULL AND deleted_at IS NULL");
        (await CheckAsync(target, Wanted("email|tenant_id") with { Where = "deleted_at is null" })).Drift.ShouldBeFalse();
        (await CheckAsync(target, Wanted("email|tenant_id") with { Where = "deleted_at is null and tenant_id is not null" })).Drift.ShouldBeFalse();
        (await CheckAsync(target, Wanted("email|tenant_id") with { Where = "deleted_at is null and name is not null" })).Different.Count.ShouldBe(1);
    }

    [ConformanceFact]
    public async Task Folding_is_kept_by_an_index_over_lower()
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (tenant_id, lower(email)); CREATE UNIQUE INDEX uy ON users (name); INSERT INTO users (id, name) VALUES (1, 'Anna'), (2, 'anna')");
        var report = await CheckAsync(target, Wanted("tenant_id|email") with { Fold = Folding.Case }, Wanted("name") with { Fold = Folding.Case });
        report.Held.ShouldHaveSingleItem().Index.Name.ShouldBe("ux");
        report.Different.ShouldHaveSingleItem().Differences.ShouldHaveSingleItem().What.ShouldBe("fold");
        report.Violated.ShouldHaveSingleItem().Report.Groups.ShouldBe(1);
        report.Extra.ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task A_name_that_is_wanted_is_compared()
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (email)");
        (await CheckAsync(target, Wanted("email") with { Name = "ux" })).Drift.ShouldBeFalse();
        (await CheckAsync(target, Wanted("email") with { Name = "users_email_key" })).Different.ShouldHaveSingleItem()
            .Differences.ShouldBe([new Difference("name", "users_email_key", "ux")]);
    }

    [ConformanceFact]
    public async Task A_stricter_index_is_pointed_out()
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (email)");
        (await CheckAsync(target, Wanted("tenant_id|email"))).Missing.ShouldHaveSingleItem().Why.ShouldContain("ux on (email) is stricter");
    }

    [ConformanceFact]
    public async Task What_the_database_does_not_have_is_missing_with_the_nearest_name()
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (email)");
        var report = await CheckAsync(target, Wanted("email"), Wanted("emial"), Wanted("email") with { On = "usres" }, Wanted("name") with { Where = "deleted is null" });
        report.Held.Count.ShouldBe(1);
        report.Missing.Count.ShouldBe(3);
        report.Missing.ShouldAllBe(missing => !missing.CanBeBuilt);
        report.Missing[0].Why.ShouldContain("did you mean email");
        report.Missing[1].Why.ShouldContain("there is no table usres; did you mean users?");
        report.Missing[2].Why.ShouldContain("deleted");
    }

    [ConformanceFact]
    public async Task Two_rules_that_mean_the_same_are_refused()
    {
        var target = await Given($"{Users}CREATE UNIQUE INDEX ux ON users (email)");
        var said = await Should.ThrowAsync<UsageException>(() => CheckAsync(
            target, Wanted("lower(email)") with { Place = "r:1" }, Wanted("LOWER(Email)") with { Place = "r:4", Conflict = RuleConflict.Expected }));
        said.Message.ShouldStartWith("r:4: this rule is the one at r:1 again");
    }

    [ConformanceFact]
    public async Task One_table_alone_can_be_checked()
    {
        var target = await Given($"{Users}CREATE TABLE orders (a text UNIQUE); CREATE UNIQUE INDEX ux ON users (email)");
        var report = await new RuleChecker(target).CheckAsync(
            [Wanted("email"), Wanted("b") with { On = "orders" }, Wanted("c") with { On = "nowhere" }], new() { Table = await Table(target) }, null, default);
        report.Drift.ShouldBeFalse();
        report.Held.Count.ShouldBe(1);
    }

    [ConformanceFact]
    public async Task The_rules_of_a_database_hold_there()
    {
        var target = await Given($"""
            {Users}CREATE UNIQUE INDEX u1 ON users (lower(email), tenant_id DESC) WHERE deleted_at IS NULL AND name <> 'it''s)';
            CREATE UNIQUE INDEX u2 ON users (name, tenant_id); CREATE UNIQUE INDEX u3 ON users (tenant_id, name);
            CREATE UNIQUE INDEX u4 ON users ((email || ', ' || name)); CREATE UNIQUE INDEX u5 ON users (email) WHERE email IS NOT NULL;
            CREATE TABLE c (a text UNIQUE, b integer, PRIMARY KEY (a, b))
            """);
        var rules = await LiveRules.ReadAsync(target, null, default);
        rules.Where(rule => rule.Rule is null).Select(rule => (rule.Index.Name, rule.LeftOut)).ShouldBe([("u3", "u2 has the same key")]);
        var report = await CheckAsync(target, [.. rules.Select(rule => rule.Rule).OfType<Rule>()]);
        report.Held.Count.ShouldBe(5);
        report.Drift.ShouldBeFalse();
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_of_any_spelling_hold(string name)
    {
        var quoted = HostileNames.Quote(name);
        var target = await Given($"""
            CREATE TABLE {quoted} ({quoted} text, other text); CREATE UNIQUE INDEX {HostileNames.Quote("u" + name[1..])} ON {quoted} ({quoted}, lower({quoted}));
            CREATE UNIQUE INDEX plain ON {quoted} (other) WHERE {quoted} IS NULL
            """);
        var rules = await LiveRules.ReadAsync(target, null, default);
        var report = await CheckAsync(target, [.. rules.Select(rule => rule.Rule).OfType<Rule>()]);
        report.Held.Count.ShouldBe(2);
        report.Drift.ShouldBeFalse();
    }

    /// <summary>A rule on users; parts are divided by a bar.</summary>
    private static Rule Wanted(string key) => new() { On = "users", Key = key.Split('|') };

    private static Task<CheckReport> CheckAsync(ITarget target, params Rule[] rules) => new RuleChecker(target).CheckAsync(rules, new(), null, default);
}
