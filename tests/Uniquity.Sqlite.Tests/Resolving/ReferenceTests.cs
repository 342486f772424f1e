using Uniquity.Resolving;

namespace Uniquity.Sqlite.Tests.Resolving;

/// <summary>Foreign keys as SQLite keeps them: off by default, loosely typed, of names in any case.</summary>
public class ReferenceTests
{
    private const string Users = "CREATE TABLE Users (Id INTEGER PRIMARY KEY, email TEXT, code TEXT UNIQUE); INSERT INTO users VALUES (1, 'a', 'c1'), (2, 'a', 'c2'), (3, 'b', NULL), (4, 'b', 'c4')";

    [Theory]
    [InlineData("user_id INTEGER REFERENCES users")]
    [InlineData("user_id INTEGER REFERENCES USERS (ID) ON DELETE CASCADE")]
    [InlineData("user_id TEXT REFERENCES \"users\" (id)")]
    [InlineData("user_id REFERENCES [users]")]
    [InlineData("user_id VARCHAR REFERENCES users ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED")]
    public async Task A_foreign_key_of_any_spelling_is_followed(string column)
    {
        await using var shop = await Shop.OfAsync(Users, $"CREATE TABLE orders (id INTEGER PRIMARY KEY, {column})", "INSERT INTO orders VALUES (1, 1), (2, 2), (3, 4), (4, NULL), (5, 99)");
        await shop.AppliesAndUndoesAsync(Shop.Request("Users", "email"), () => shop.Rows("SELECT id || ' ' || coalesce(user_id, '-') FROM orders").ShouldBe(["1 1", "2 1", "3 3", "4 -", "5 99"]));
    }

    [Fact]
    public async Task A_row_that_had_no_parent_comes_back_without_one()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE firms (id INTEGER PRIMARY KEY)", "CREATE TABLE t (id INTEGER PRIMARY KEY, a, firm REFERENCES firms)", "INSERT INTO t VALUES (1, 'a', 7), (2, 'a', 8)");
        await shop.AppliesAndUndoesAsync(Shop.Request("t", "a"));
    }

    [Fact]
    public async Task A_reference_by_another_unique_column_is_followed_and_never_lost()
    {
        await using var shop = await Shop.OfAsync(Users, "CREATE TABLE o (id INTEGER PRIMARY KEY, code REFERENCES users (code))", "INSERT INTO o VALUES (1, 'c2')");
        await shop.AppliesAndUndoesAsync(Shop.Request("Users", "email"), () => shop.Rows("SELECT code FROM o").ShouldBe(["c1"]));
        shop.Execute("UPDATE o SET code = 'c4'");
        (await shop.RefusedAsync(Shop.Request("Users", "email"))).Message.ShouldContain("1 rows of o refer to rows that go by a value that the row which stays has not (o.code to Users (code))");
        (await shop.RefusedAsync(Shop.Request("Users", "email", "first", "code=max"))).Message.ShouldContain("by which o refers to the row");
    }

    [Fact]
    public async Task A_reference_to_the_shared_key_itself_stays()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, email)", "INSERT INTO t VALUES (1, 'a'), (2, 'a')", "CREATE TABLE o (email REFERENCES t (email))", "INSERT INTO o VALUES ('a')");
        (await shop.ApplyAsync(Shop.Request("t", "email"))).Repointed.ShouldBe(0);
        shop.Rows("SELECT email FROM o").ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_reference_that_a_row_takes_over_from_one_that_goes_is_not_to_a_row_that_goes()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, a, boss REFERENCES t)", "INSERT INTO t VALUES (1, 'a', NULL), (2, 'a', 4), (3, 'b', NULL), (4, 'b', NULL), (5, 'c', 4)");
        await shop.AppliesAndUndoesAsync(Shop.Request("t", "a", "first", "fill"), () => shop.Rows("SELECT id || ' ' || coalesce(boss, '-') FROM t").ShouldBe(["1 3", "3 -", "5 3"]));
    }

    [Theory]
    [InlineData("CREATE UNIQUE INDEX ux ON m (user_id, lower(team)) WHERE team IS NOT NULL")]
    [InlineData("CREATE UNIQUE INDEX ux ON m (user_id, team COLLATE NOCASE)")]
    public async Task Partial_and_expression_indexes_of_children_are_resolved_too(string index)
    {
        await using var shop = await Shop.OfAsync(Users, "CREATE TABLE m (user_id REFERENCES users, team TEXT)", "INSERT INTO m VALUES (1, 'X'), (2, 'x'), (2, 'y'), (1, NULL), (2, NULL), (4, 'x')", index);
        await shop.AppliesAndUndoesAsync(Shop.Request("Users", "email", "last"), () => shop.Rows("SELECT user_id, team FROM m ORDER BY 1, 2").ShouldBe(["2|", "2|", "2|x", "2|y", "4|x"]));
    }

    [Fact]
    public async Task Triggers_fire_and_are_told_and_one_that_deletes_unseen_is_refused()
    {
        await using var shop = await Shop.OfAsync(Users, "CREATE TABLE log (what)", "CREATE TABLE notes (user_id)", "INSERT INTO notes VALUES (2)",
            "CREATE TRIGGER gone AFTER DELETE ON users BEGIN INSERT INTO log VALUES (old.id); END");
        (await shop.PlanAsync(Shop.Request("Users", "email"))).Warnings.ShouldContain("Users has triggers that fire (gone): what they change elsewhere is not archived, and they fire again on undo.");
        var run = await shop.ApplyAsync(Shop.Request("Users", "email"));
        shop.Rows("SELECT what FROM log").ShouldBe(["2", "4"]);
        await shop.UndoAsync(run);
        shop.Execute("CREATE TRIGGER reap AFTER INSERT ON log BEGIN DELETE FROM notes WHERE user_id = new.what; END");
        (await shop.RefusedAsync(Shop.Request("Users", "email"))).Message.ShouldBe("Trigger reap of log would delete rows of notes, which nothing would archive: drop it for the resolution (DROP TRIGGER reap) and make it again afterwards.");
        shop.Rows("SELECT count(*) FROM notes").ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("BEFORE DELETE ON users BEGIN SELECT raise(IGNORE); END", "rows of Users were not deleted: a trigger steps in (meddle of Users)")]
    [InlineData("BEFORE DELETE ON users BEGIN SELECT raise(ABORT, 'not mine'); END", "SQLite refused a change (not mine)")]
    [InlineData("AFTER UPDATE ON o BEGIN UPDATE o SET user_id = old.user_id WHERE id = old.id; END", "references of o are not what they were changed to")]
    public async Task A_trigger_that_steps_in_stops_the_run_and_loses_nothing(string trigger, string why)
    {
        await using var shop = await Shop.OfAsync(Users, "CREATE TABLE o (id INTEGER PRIMARY KEY, user_id REFERENCES users)", "INSERT INTO o VALUES (1, 2)", $"CREATE TRIGGER meddle {trigger}");
        var before = shop.Content();
        var stopped = await Should.ThrowAsync<StoppedException>(() => shop.ApplyAsync(Shop.Request("Users", "email")));
        stopped.Message.ShouldContain(why);
        shop.Content().ShouldBe(before);
    }

    [Fact]
    public async Task A_full_text_index_kept_by_triggers_stays_true()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, a, body)", "CREATE VIRTUAL TABLE f USING fts5(body, content='t', content_rowid='id')",
            "CREATE TRIGGER i AFTER INSERT ON t BEGIN INSERT INTO f(rowid, body) VALUES (new.id, new.body); END", "CREATE TRIGGER d AFTER DELETE ON t BEGIN INSERT INTO f(f, rowid, body) VALUES ('delete', old.id, old.body); END",
            "INSERT INTO t VALUES (1, 'a', 'one'), (2, 'a', 'two')");
        var run = await shop.ApplyAsync(Shop.Request("t", "a"));
        shop.Rows("SELECT count(*) FROM f WHERE f MATCH 'two'").ShouldBe(["0"]);
        await shop.UndoAsync(run);
        shop.Execute("INSERT INTO f(f) VALUES ('integrity-check')");
        shop.Rows("SELECT rowid FROM f WHERE f MATCH 'two'").ShouldBe(["2"]);
    }
}
