using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Resolving;

public class UndoTests
{
    private static readonly string[] Shop =
    [
        "CREATE TABLE users (id int PRIMARY KEY, email text, name text, phone text UNIQUE)",
        "INSERT INTO users VALUES (1, 'a', NULL, NULL), (2, 'a', 'Ann', '555'), (3, 'b', NULL, NULL), (4, 'b', 'Bob', '556'), (5, 'c', 'x', '557'), (6, 'c', 'y', '558')",
        "CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE, note text)",
        "INSERT INTO orders VALUES (10, 2, 'n'), (11, 4, 'n'), (12, 6, 'n')",
    ];

    private static ResolveRequest Request => Resolution.Request("users", "email", "first", "fill");

    [PostgreSqlFact]
    public async Task A_merge_may_take_over_a_unique_value_and_give_it_back()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        await shop.AppliesAndUndoesAsync(Request);
        await shop.ApplyAsync(Request);
        (await shop.RowsAsync("SELECT id, phone FROM users ORDER BY id")).ShouldBe(["1|555", "3|556", "5|557"]);
    }

    [PostgreSqlFact]
    public async Task One_group_comes_back_by_its_key()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var run = await shop.ApplyAsync(Request);
        var undone = await shop.UndoAsync(run, "b");
        (undone.Restored, undone.Repointed, undone.Run.State).ShouldBe((2, 1, RunState.PartlyUndone));
        (await shop.RowsAsync("SELECT id, name FROM users ORDER BY id")).ShouldBe(["1|Ann", "3|", "4|Bob", "5|x"]);
        (await shop.UndoAsync(run)).Run.State.ShouldBe(RunState.Undone);
        (await shop.RowsAsync("SELECT count(*) FROM users")).ShouldBe(["6"]);
        (await Should.ThrowAsync<Uniquity.Targets.UsageException>(() => shop.UndoAsync(run with { Id = "r-20200101-0000" }))).Message.ShouldContain("There is no run");
    }

    [PostgreSqlFact]
    public async Task What_was_changed_since_is_listed_and_left()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var run = await shop.ApplyAsync(Resolution.Request("users", "email", "first", "name=longest"));
        await shop.Database.ExecuteAsync("UPDATE users SET name = 'edited' WHERE id = 1; UPDATE orders SET user_id = 5 WHERE id = 11; UPDATE orders SET note = 'other' WHERE id = 12");
        var undone = await shop.UndoAsync(run);
        undone.Run.State.ShouldBe(RunState.PartlyUndone);
        undone.Left.ShouldBe(["public.orders 11: it was changed or removed since", "public.users 1: it was changed or removed since"], ignoreOrder: true);
        (await shop.RowsAsync("SELECT id, name FROM users ORDER BY id")).ShouldBe(["1|edited", "2|Ann", "3|", "4|Bob", "5|x", "6|y"]);
        (await shop.RowsAsync("SELECT id, user_id, note FROM orders ORDER BY id")).ShouldBe(["10|2|n", "11|5|n", "12|6|other"]);
    }

    [PostgreSqlFact]
    public async Task A_key_that_was_taken_since_and_a_unique_index_made_since_keep_rows_back_by_name()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var run = await shop.ApplyAsync(Request);
        await shop.Database.ExecuteAsync("INSERT INTO users VALUES (2, 'new', NULL, NULL); CREATE UNIQUE INDEX one_email ON users (email) WHERE email <> 'c'");
        var undone = await shop.UndoAsync(run);
        undone.Left.Order(StringComparer.Ordinal).ShouldBe([
            "public.orders 10: the row of public.users that it refers to is not there (orders_user_id_fkey)",
            "public.orders 11: the row of public.users that it refers to is not there (orders_user_id_fkey)",
            "public.users 1: not every row of its group comes back",
            "public.users 2: another row has its key now (unique index users_pkey)",
            "public.users 3: not every row of its group comes back",
            "public.users 4: another row has its key now (unique index one_email)",
        ]);
        (await shop.RowsAsync("SELECT id, user_id FROM orders ORDER BY id")).ShouldBe(["10|1", "11|3", "12|6"]);
        await shop.Database.ExecuteAsync("DELETE FROM users WHERE id = 2; DROP INDEX one_email");
        var again = await shop.UndoAsync(run);
        (again.Left.Count, again.Run.State).ShouldBe((0, RunState.Undone));
        (await shop.RowsAsync("SELECT id, name, phone FROM users ORDER BY id")).ShouldBe(["1||", "2|Ann|555", "3||", "4|Bob|556", "5|x|557", "6|y|558"]);
    }

    [PostgreSqlFact]
    public async Task Rows_whose_parent_is_gone_are_left()
    {
        await using var shop = await Resolution.OfAsync(
            "CREATE TABLE firms (id int PRIMARY KEY)", "INSERT INTO firms VALUES (1), (2)",
            "CREATE TABLE users (id int PRIMARY KEY, email text, firm int REFERENCES firms)", "INSERT INTO users VALUES (1, 'a', 1), (2, 'a', 2)");
        var run = await shop.ApplyAsync(Resolution.Request("users", "email"));
        await shop.Database.ExecuteAsync("DELETE FROM firms WHERE id = 2");
        (await shop.UndoAsync(run)).Left.ShouldBe(["public.users 2: the row of public.firms that it refers to is not there (users_firm_fkey)"]);
    }

    [PostgreSqlFact]
    public async Task A_column_that_is_gone_refuses_the_undo()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var run = await shop.ApplyAsync(Request);
        await shop.Database.ExecuteAsync("ALTER TABLE users DROP COLUMN name");
        (await Should.ThrowAsync<RefusedException>(() => shop.UndoAsync(run))).Message.ShouldContain("name was dropped or renamed, or has another type");
    }

    [PostgreSqlFact]
    public async Task An_undone_run_is_not_undone_again()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var run = await shop.ApplyAsync(Request);
        await shop.UndoAsync(run);
        (await Should.ThrowAsync<RefusedException>(() => shop.UndoAsync(run))).Message.ShouldContain("is undone already");
    }
}
