using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Resolving;

public class ApplyTests
{
    private static readonly string[] Shop =
    [
        "CREATE TABLE users (id bigint PRIMARY KEY, email text, name text, visits integer, tags text[], updated_at timestamptz)",
        "INSERT INTO users VALUES (1, 'a', NULL, 1, '{x,y}', '2024-01-01'), (2, 'a', 'Ann', 5, '{y,z}', '2024-03-01'), (3, 'b', 'Bob', 1, NULL, '2024-01-01'), (4, 'a', 'Anna', 2, NULL, '2024-02-01'), (5, NULL, 'x', 0, NULL, '2024-01-01'), (6, NULL, 'y', 0, NULL, '2024-01-01')",
        "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE)",
        "CREATE INDEX ON orders (user_id)",
        "INSERT INTO orders VALUES (10, 1), (11, 2), (12, 3), (13, 4)",
    ];

    [PostgreSqlFact]
    public async Task The_first_row_stays_and_references_follow_it()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var run = await shop.ApplyAsync(Resolution.Request("users", "email"));
        (run.Groups, run.Removed, run.Changed, run.Repointed).ShouldBe((1, 2, 0, 2));
        (await shop.RowsAsync("SELECT id FROM users ORDER BY id")).ShouldBe(["1", "3", "5", "6"]);
        (await shop.RowsAsync("SELECT id, user_id FROM orders ORDER BY id")).ShouldBe(["10|1", "11|1", "12|3", "13|1"]);
    }

    [PostgreSqlTheory]
    [InlineData("first", "1")]
    [InlineData("last", "4")]
    [InlineData("newest:updated_at", "2")]
    [InlineData("oldest:updated_at", "1")]
    [InlineData("largest:visits", "2")]
    [InlineData("smallest:visits", "1")]
    [InlineData("most-complete", "2")]
    public async Task Each_policy_keeps_its_row_and_comes_back(string policy, string kept)
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var before = await shop.DumpAsync();
        var run = await shop.ApplyAsync(Resolution.Request("users", "email", policy));
        (await shop.RowsAsync("SELECT id FROM users WHERE email = 'a'")).ShouldBe([kept]);
        (await shop.RowsAsync("SELECT count(*) FROM orders WHERE user_id = " + kept)).ShouldBe(["3"]);
        (await shop.UndoAsync(run)).Run.State.ShouldBe(RunState.Undone);
        (await shop.DumpAsync()).ShouldBe(before);
    }

    [PostgreSqlFact]
    public async Task Merges_take_values_from_the_rows_that_go_and_come_back()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var request = Resolution.Request("users", "email", "first", "fill", "visits=sum", "tags=union", "updated_at=max");
        (await shop.PlanAsync(request)).Changed.ShouldBe(1);
        var before = await shop.DumpAsync();
        var run = await shop.ApplyAsync(request);
        run.Changed.ShouldBe(1);
        (await shop.RowsAsync("SELECT id, name, visits, tags::text, updated_at::date::text FROM users WHERE email = 'a'")).ShouldBe(["1|Ann|8|{x,y,z}|2024-03-01"]);
        (await shop.UndoAsync(run)).Restored.ShouldBe(3);
        (await shop.DumpAsync()).ShouldBe(before);
    }

    [PostgreSqlFact]
    public async Task A_plan_shows_groups_children_samples_and_its_order()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var plan = await shop.PlanAsync(Resolution.Request("users", "email", "newest:updated_at", "name=longest"));
        (plan.Groups, plan.Removed, plan.Changed).ShouldBe((1, 2, 1));
        plan.Order.ShouldBe("the latest updated_at first, then the smallest id");
        var child = plan.Children.ShouldHaveSingleItem();
        (child.Table.ToString(), child.ForeignKey, child.Rows, child.Collisions).ShouldBe(("public.orders", "orders_user_id_fkey", 2, 0));
        var sample = plan.Samples.ShouldHaveSingleItem();
        sample.Before.Select(row => row.Text("id")).ShouldBe(["2", "4", "1"]);
        sample.After.Text("name").ShouldBe("Anna");
        plan.Statements.ShouldContain(statement => statement.Contains("DELETE FROM", StringComparison.Ordinal));
    }

    [PostgreSqlFact]
    public async Task A_plan_writes_nothing()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        await shop.PlanAsync(Resolution.Request("users", "email"));
        (await shop.RowsAsync("SELECT to_regnamespace('uniquity')::text")).ShouldBe([""]);
    }

    [PostgreSqlFact]
    public async Task A_plan_whose_data_has_changed_is_refused_and_nothing_is_changed()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var plan = await shop.PlanAsync(Resolution.Request("users", "email"));
        await shop.Database.ExecuteAsync("UPDATE users SET name = 'other' WHERE id = 4");
        var before = await shop.DumpAsync();
        (await Should.ThrowAsync<RefusedException>(() => shop.ApplyAsync(plan))).Message.ShouldContain("have changed since the plan");
        (await shop.DumpAsync()).ShouldBe(before);
        (await shop.Resolver.ListRunsAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [PostgreSqlFact]
    public async Task Removed_rows_and_the_archive_are_the_rows_of_before()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var before = await shop.RowsAsync("SELECT ROW(u.*)::text FROM users u");
        var run = await shop.ApplyAsync(Resolution.Request("users", "email"));
        var columns = "id, email, name, visits, tags, updated_at";
        var after = await shop.RowsAsync($"SELECT ROW({columns})::text FROM users UNION ALL SELECT ROW({columns})::text FROM uniquity.\"{run.Id}_1\"");
        after.ShouldBe(before, ignoreOrder: true);
    }

    [PostgreSqlFact]
    public async Task Nulls_in_the_compared_field_are_refused_with_what_to_add()
    {
        await using var shop = await Resolution.OfAsync([.. Shop, "UPDATE users SET updated_at = NULL WHERE id IN (2, 5)"]);
        (await Should.ThrowAsync<RefusedException>(() => shop.PlanAsync(Resolution.Request("users", "email", "newest:updated_at")))).Message
            .ShouldStartWith("--keep newest:updated_at cannot order the rows: updated_at is null in 1 of the 3 rows of duplicate groups. Add --where \"updated_at is not null\"");
    }

    [PostgreSqlFact]
    public async Task A_filter_and_a_folded_key_choose_the_rows()
    {
        await using var shop = await Resolution.OfAsync(
            "CREATE TABLE people (id int PRIMARY KEY, email text, deleted_at date)",
            "INSERT INTO people VALUES (1, 'Ann', NULL), (2, ' ann ', NULL), (3, 'ANN', '2024-01-01'), (4, 'bob', NULL)");
        await shop.AppliesAndUndoesAsync(Resolution.Request("people", "email") with { Where = "people.deleted_at is null -- alive", Fold = Uniquity.Duplicates.Folding.Case | Uniquity.Duplicates.Folding.Space });
        (await shop.ApplyAsync(Resolution.Request("people", "email") with { Where = "deleted_at is null", Fold = Uniquity.Duplicates.Folding.Case })).Removed.ShouldBe(0);
        (await shop.ApplyAsync(new ResolveRequest(new("public", "people"), [new("lower(btrim(email))", Expression: true)], KeepPolicy.Parse("last")))).Removed.ShouldBe(2);
        (await shop.RowsAsync("SELECT id FROM people ORDER BY 1")).ShouldBe(["3", "4"]);
    }

    [PostgreSqlFact]
    public async Task Forgetting_a_run_drops_its_archive()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var run = await shop.ApplyAsync(Resolution.Request("users", "email"));
        await shop.Resolver.ForgetAsync(run.Id, CancellationToken.None);
        (await shop.Resolver.ListRunsAsync(CancellationToken.None)).ShouldBeEmpty();
        (await shop.RowsAsync("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'uniquity' AND relname LIKE 'r-%'")).ShouldBe(["0"]);
    }
}
