using Shouldly;
using Uniquity.Duplicates;
using Uniquity.Resolving;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance.Resolving;

/// <summary>Which row stays, and what it takes from the others.</summary>
public abstract partial class ResolverConformance
{
    private static readonly string[] Shop =
    [
        "CREATE TABLE users (id integer PRIMARY KEY, email text, name text, visits integer, updated_at text)",
        "INSERT INTO users VALUES (1, 'a', NULL, 1, '2024-01-01'), (2, 'a', 'Ann', 5, '2024-03-01'), (3, 'b', 'Bob', 1, '2024-01-01'), (4, 'a', 'Anna', 2, '2024-02-01'), (5, NULL, 'x', 0, '2024-01-01'), (6, NULL, 'y', 0, '2024-01-01')",
        "CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE)",
        "INSERT INTO orders VALUES (10, 1), (11, 2), (12, 3), (13, 4)",
    ];

    [ConformanceTheory]
    [InlineData("first", "1")]
    [InlineData("last", "4")]
    [InlineData("newest:updated_at", "2")]
    [InlineData("oldest:updated_at", "1")]
    [InlineData("largest:visits", "2")]
    [InlineData("smallest:visits", "1")]
    [InlineData("most-complete", "2")]
    public async Task Each_policy_keeps_its_row_and_comes_back(string policy, string kept)
    {
        var resolver = await Given(Shop);
        await AppliesAndUndoesAsync(resolver, Request("users", "email", policy), async () =>
        {
            await RowsShouldBe("SELECT id FROM users WHERE email = 'a'", kept);
            await RowsShouldBe("SELECT id, user_id FROM orders ORDER BY id", $"10|{kept}", $"11|{kept}", "12|3", $"13|{kept}");
        });
    }

    [ConformanceTheory]
    [InlineData("newest:visits")]
    [InlineData("oldest:visits")]
    [InlineData("largest:visits")]
    [InlineData("smallest:visits")]
    [InlineData("most-complete")]
    public async Task Ties_go_to_the_smallest_primary_key_and_the_plan_says_so(string policy)
    {
        var resolver = await Given("CREATE TABLE users (id integer PRIMARY KEY, email text, visits integer)", "INSERT INTO users VALUES (7, 'a', 1), (3, 'a', 1), (9, 'a', 1)");
        (await PlanAsync(resolver, Request("users", "email", policy))).Order.ShouldEndWith($"then the smallest {Database.IdName}");
        await AppliesAndUndoesAsync(resolver, Request("users", "email", policy), () => RowsShouldBe("SELECT id FROM users", "3"));
    }

    [ConformanceTheory]
    [InlineData("fill", "1|Ann|1|2024-01-01")]
    [InlineData("visits=sum", "1||8|2024-01-01")]
    [InlineData("visits=max", "1||5|2024-01-01")]
    [InlineData("visits=min updated_at=max", "1||1|2024-03-01")]
    [InlineData("name=longest", "1|Anna|1|2024-01-01")]
    [InlineData("fill name=keep visits=sum", "1||8|2024-01-01")]
    public async Task Merges_take_values_from_the_rows_that_go_and_come_back(string rules, string row)
    {
        var resolver = await Given(Shop);
        var request = Request("users", "email", "first", rules.Split(' '));
        (await PlanAsync(resolver, request)).Changed.ShouldBe(1);
        var run = await AppliesAndUndoesAsync(resolver, request, () => RowsShouldBe("SELECT id, name, visits, updated_at FROM users WHERE email = 'a'", row));
        (run.Groups, run.Removed, run.Changed, run.Repointed).ShouldBe((1, 2, 1, 2));
    }

    [ConformanceFact]
    public async Task A_merge_may_take_over_a_unique_value_and_gives_it_back()
    {
        var resolver = await Given("CREATE TABLE users (id integer PRIMARY KEY, email text, phone text UNIQUE)", "INSERT INTO users VALUES (1, 'a', NULL), (2, 'a', '555')");
        await AppliesAndUndoesAsync(resolver, Request("users", "email", "first", "fill"), () => RowsShouldBe("SELECT id, phone FROM users", "1|555"));
    }

    [ConformanceFact]
    public async Task A_field_with_nulls_orders_nothing()
    {
        var resolver = await Given([.. Shop, "UPDATE users SET updated_at = NULL WHERE id IN (2, 4)"]);
        var refused = await Should.ThrowAsync<RefusedException>(async () => await PlanAsync(resolver, Request("users", "email", "newest:updated_at")));
        refused.Message.ShouldStartWith($"--keep newest:updated_at cannot order the {Database.Row}s: updated_at is null in 2 of the 3 {Database.Row}s of duplicate groups. Add --where ");
        refused.Message.ShouldContain($"{Database.Filter("updated_at is not null")}", Case.Sensitive);
        refused.Message.ShouldContain(", or use another policy");
        (await PlanAsync(resolver, Request("users", "email", "newest:updated_at") with { Where = "updated_at is not null" })).Groups.ShouldBe(0);
    }

    [ConformanceTheory]
    [InlineData("id=max", "are known: leave it out")]
    [InlineData("email=max", "which is of the key")]
    public async Task A_rule_that_would_change_the_key_or_the_identity_is_refused(string rule, string why)
    {
        var resolver = await Given(Shop);
        (await Should.ThrowAsync<RefusedException>(async () => await PlanAsync(resolver, Request("users", "email", "first", rule)))).Message.ShouldContain(why);
    }

    [ConformanceTheory]
    [InlineData("newest:updated", "")]
    [InlineData("first", "nam=max")]
    public async Task A_field_that_is_not_there_is_a_wrong_call(string policy, string rule)
    {
        var resolver = await Given(Shop);
        await Should.ThrowAsync<UsageException>(async () => await PlanAsync(resolver, Request("users", "email", policy, rule.Length == 0 ? [] : [rule])));
    }

    [ConformanceFact]
    public async Task Only_rows_that_pass_the_filter_are_touched()
    {
        var resolver = await Given(Shop);
        await AppliesAndUndoesAsync(resolver, Request("users", "email") with { Where = "visits > 1" }, () => RowsShouldBe("SELECT id FROM users ORDER BY id", "1", "2", "3", "5", "6"));
    }

    [ConformanceFact]
    public async Task Keys_of_several_parts_and_of_expressions_are_resolved()
    {
        var resolver = await Given("CREATE TABLE users (id integer PRIMARY KEY, email text, tenant integer)", "INSERT INTO users VALUES (1, 'A', 1), (2, 'a', 1), (3, 'a', 2), (4, 'a', 1), (5, 'a', NULL), (6, 'a', NULL)");
        await AppliesAndUndoesAsync(resolver, Request("users", "email, tenant"), () => RowsShouldBe("SELECT id FROM users ORDER BY id", "1", "2", "3", "5", "6"));
        await AppliesAndUndoesAsync(resolver, Request("users", "lower(email)"), () => RowsShouldBe("SELECT id FROM users ORDER BY id", "1"));
    }

    [ConformanceFact]
    public async Task Keys_are_folded_as_asked_and_a_group_comes_back_by_its_key()
    {
        var resolver = await Given("CREATE TABLE users (id integer PRIMARY KEY, name text)", "INSERT INTO users VALUES (1, 'Éva'), (2, 'éva '), (3, 'bo  b'), (4, 'Bo b')");
        var request = Request("users", "name") with { Fold = Folding.Case | Folding.Space };
        var before = await Database.ContentAsync();
        var run = await ApplyAsync(resolver, request);
        await RowsShouldBe("SELECT id FROM users ORDER BY id", "1", "3");
        (await UndoAsync(resolver, run, "bo b")).Restored.ShouldBe(1);
        await RowsShouldBe("SELECT id FROM users ORDER BY id", "1", "3", "4");
        (await UndoAsync(resolver, run)).Run.State.ShouldBe(RunState.Undone);
        (await Database.ContentAsync()).ShouldBe(before);
    }

    [ConformanceFact]
    public async Task A_table_without_a_primary_key_is_resolved_and_comes_back_twins_included()
    {
        var resolver = await Given("CREATE TABLE log (email text, n integer)", "INSERT INTO log VALUES ('a', 1), ('a', 1), ('a', 2), ('b', 1)");
        (await PlanAsync(resolver, Request("log", "email"))).Warnings.ShouldContain(warning => warning.Contains("has no primary key", StringComparison.Ordinal));
        await AppliesAndUndoesAsync(resolver, Request("log", "email", "largest:n", "n=sum"), () => RowsShouldBe("SELECT email, n FROM log ORDER BY email", "a|4", "b|1"));
    }

    [ConformanceFact]
    public async Task Nothing_to_resolve_is_a_plan_of_no_groups()
    {
        var resolver = await Given("CREATE TABLE users (id integer PRIMARY KEY, email text)", "INSERT INTO users VALUES (1, 'a'), (2, NULL), (3, NULL)");
        var plan = await PlanAsync(resolver, Request("users", "email"));
        (plan.Groups, plan.Removed, plan.Changed, plan.Children.Count, plan.Samples.Count).ShouldBe((0, 0, 0, 0, 0));
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_of_any_spelling_are_resolved(string name)
    {
        var quoted = HostileNames.Quote(name);
        var child = HostileNames.Quote("c" + name[..Math.Min(name.Length, 50)]);
        var resolver = await Given(
            $"CREATE TABLE {quoted} (id integer PRIMARY KEY, {quoted} text, n integer)", $"INSERT INTO {quoted} VALUES (1, 'it''s \"x\"', 1), (2, 'it''s \"x\"', 2), (3, 'y', 3)",
            $"CREATE TABLE {child} (id integer PRIMARY KEY, {quoted} integer REFERENCES {quoted} (id), UNIQUE ({quoted}))", $"INSERT INTO {child} VALUES (1, 1), (2, 2), (3, 3)");
        await AppliesAndUndoesAsync(resolver, new(Database.Table(name), [new(name)], new(KeepKind.Last)) { Merge = [new(MergeKind.Sum, "n")] }, async () =>
        {
            await RowsShouldBe($"SELECT id, n FROM {quoted} ORDER BY id", "2|3", "3|3");
            await RowsShouldBe($"SELECT id, {quoted} FROM {child} ORDER BY id", "2|2", "3|3");
        });
    }
}
