using Shouldly;
using Uniquity.Resolving;
using Xunit;

namespace Uniquity.Testing.Conformance.Resolving;

/// <summary>What becomes of rows that refer to rows that go.</summary>
public abstract partial class ResolverConformance
{
    private static readonly string[] People =
    [
        "CREATE TABLE users (id integer PRIMARY KEY, email text, at integer)",
        $"INSERT INTO users VALUES {string.Join(", ", Enumerable.Range(1, 30).Select(i => $"({i}, 'u{i % 10}', {i * 7 % 31})"))}",
    ];

    [ConformanceTheory]
    [InlineData("")]
    [InlineData("ON DELETE CASCADE")]
    [InlineData("ON DELETE SET NULL")]
    [InlineData("ON DELETE SET DEFAULT")]
    [InlineData("ON DELETE RESTRICT")]
    [InlineData("DEFERRABLE INITIALLY DEFERRED")]
    [InlineData("ON DELETE CASCADE ON UPDATE CASCADE")]
    public async Task References_follow_whatever_the_foreign_key_does_on_delete(string action)
    {
        var resolver = await Given([.. People, $"CREATE TABLE orders (id integer PRIMARY KEY, user_id integer DEFAULT 1 REFERENCES users (id) {action})", $"INSERT INTO orders VALUES {Rows(30, i => $"{i}, {i}")}"]);
        await AppliesAndUndoesAsync(resolver, Request("users", "email"), () => RowsShouldBe("SELECT count(*), max(user_id), count(user_id) FROM orders", "30|10|30"));
    }

    [ConformanceFact]
    public async Task Links_that_become_the_same_are_resolved_too_and_their_own_children_follow()
    {
        var resolver = await Given([.. People,
            "CREATE TABLE members (user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE, team integer NOT NULL, at integer, PRIMARY KEY (user_id, team))",
            "INSERT INTO members VALUES (1, 1, 1), (11, 1, 9), (11, 2, 3), (21, 1, 5), (21, 2, 8), (2, 1, 1)",
            "CREATE TABLE badges (id integer PRIMARY KEY, user_id integer, team integer, FOREIGN KEY (user_id, team) REFERENCES members (user_id, team) ON DELETE CASCADE ON UPDATE CASCADE)",
            "INSERT INTO badges VALUES (100, 1, 1), (101, 11, 1), (102, 11, 2), (103, 21, 1), (104, 21, 2), (105, 2, 1)"]);
        var plan = await PlanAsync(resolver, Request("users", "email", "newest:at"));
        plan.Children.Single(child => child.Table.Name == "members").Collisions.ShouldBe(3);
        plan.Warnings.ShouldContain(warning => warning.Contains("would get one key when they are moved", StringComparison.Ordinal));
        await AppliesAndUndoesAsync(resolver, Request("users", "email", "newest:at"));
        await AppliesAndUndoesAsync(resolver, Request("users", "email"), async () =>
        {
            await RowsShouldBe("SELECT user_id, team, at FROM members ORDER BY 1, 2", "1|1|1", "1|2|3", "2|1|1");
            await RowsShouldBe("SELECT id, user_id, team FROM badges ORDER BY 1", "100|1|1", "101|1|1", "102|1|2", "103|1|1", "104|1|2", "105|2|1");
        });
    }

    [ConformanceFact]
    public async Task A_row_with_several_references_moves_once()
    {
        var resolver = await Given([.. People,
            "CREATE TABLE friends (a integer REFERENCES users (id) ON DELETE CASCADE, b integer REFERENCES users (id) ON DELETE CASCADE, UNIQUE (a, b))",
            "INSERT INTO friends VALUES (1, 2), (11, 12), (21, 2), (1, 22), (3, 13), (14, 4), (5, 6)"]);
        await AppliesAndUndoesAsync(resolver, Request("users", "email"), () => RowsShouldBe("SELECT a, b FROM friends ORDER BY 1, 2", "1|2", "3|3", "4|4", "5|6"));
    }

    [ConformanceFact]
    public async Task A_row_that_is_known_by_its_reference_moves_to_another_key()
    {
        var resolver = await Given([.. People,
            "CREATE TABLE profiles (user_id integer PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE, bio text)",
            "INSERT INTO profiles VALUES (11, 'eleven'), (12, 'twelve'), (2, 'two')",
            "CREATE TABLE photos (id integer PRIMARY KEY, profile integer REFERENCES profiles (user_id) ON DELETE CASCADE)", "INSERT INTO photos VALUES (1, 11), (2, 12), (3, 2)"]);
        await AppliesAndUndoesAsync(resolver, Request("users", "email"), async () =>
        {
            await RowsShouldBe("SELECT user_id, bio FROM profiles ORDER BY 1", "1|eleven", "2|two");
            await RowsShouldBe("SELECT id, profile FROM photos ORDER BY 1", "1|1", "2|2", "3|2");
        });
    }

    [ConformanceFact]
    public async Task Rows_that_refer_to_their_own_table_follow_inside_and_across_groups()
    {
        var resolver = await Given(
            "CREATE TABLE staff (id integer PRIMARY KEY, email text, boss integer REFERENCES staff (id) ON DELETE CASCADE)",
            $"INSERT INTO staff (id, email) VALUES {Rows(30, i => $"{i}, 'u{i % 10}'")}",
            "UPDATE staff SET boss = CASE WHEN id <= 10 THEN id + 20 ELSE (id * 3) % 30 + 1 END");
        var run = await AppliesAndUndoesAsync(resolver, Request("staff", "email") with { BatchGroups = 3 }, () => RowsShouldBe("SELECT count(*), count(boss), max(boss) FROM staff", "10|10|10"));
        run.Removed.ShouldBe(20);
    }

    [ConformanceFact]
    public async Task A_unique_key_within_the_own_table_is_resolved_too()
    {
        var resolver = await Given(
            "CREATE TABLE folders (id integer PRIMARY KEY, path text, parent integer REFERENCES folders (id) ON DELETE CASCADE, name text, UNIQUE (parent, name))",
            "INSERT INTO folders VALUES (1, '/a', NULL, 'a'), (2, '/a', NULL, 'a'), (3, '/a/b', 1, 'b'), (4, '/a/b2', 2, 'b'), (5, '/a/b/c', 3, 'c'), (6, '/a/b2/c', 4, 'c'), (7, '/a/b2/d', 4, 'd')");
        var run = await AppliesAndUndoesAsync(resolver, Request("folders", "path"), () => RowsShouldBe("SELECT id, parent FROM folders ORDER BY 1", "1|", "3|1", "5|3", "7|3"));
        run.Removed.ShouldBe(3);
    }

    [ConformanceFact]
    public async Task Cycles_of_tables_end()
    {
        var resolver = await Given([.. People,
            "CREATE TABLE cards (id integer PRIMARY KEY, owner integer NOT NULL REFERENCES users (id) ON DELETE CASCADE, kind integer, UNIQUE (owner, kind))",
            $"INSERT INTO cards VALUES {Rows(30, i => $"{i}, {i}, {i % 2}")}",
            "ALTER TABLE users ADD COLUMN card integer REFERENCES cards (id) ON DELETE CASCADE DEFERRABLE", "UPDATE users SET card = 31 - id"]);
        await AppliesAndUndoesAsync(resolver, Request("users", "email"), () =>
            RowsShouldBe("SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM users JOIN cards ON cards.id = card), (SELECT count(*) FROM cards), (SELECT count(*) FROM cards JOIN users ON users.id = owner)", "10|10|10|10"));
    }

    [ConformanceFact]
    public async Task Chains_of_children_are_deleted_where_a_person_says_so_and_come_back()
    {
        var resolver = await Given([.. People,
            "CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id))", $"INSERT INTO orders VALUES {Rows(30, i => $"{i}, {i}")}",
            "CREATE TABLE lines (order_id integer REFERENCES orders (id) ON DELETE CASCADE, line text)", $"INSERT INTO lines VALUES {Rows(60, i => $"{(i + 1) / 2}, 'line'")}"]);
        var run = await AppliesAndUndoesAsync(resolver, Request("users", "email") with { Children = ChildrenPolicy.Delete }, () => RowsShouldBe("SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM lines)", "10|20"));
        run.Removed.ShouldBe(20 + 20 + 40);
    }

    [ConformanceFact]
    public async Task Children_are_refused_where_a_person_says_so()
    {
        var resolver = await Given([.. People, "CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id))", "INSERT INTO orders VALUES (1, 11), (2, 1)"]);
        var request = Request("users", "email") with { Children = ChildrenPolicy.Refuse };
        var refused = await Should.ThrowAsync<RefusedException>(async () => await PlanAsync(resolver, request));
        refused.Message.ShouldStartWith($"1 {Database.Row} refers to {Database.Row}s that would go (1 of ");
        refused.Message.ShouldEndWith("and --children refuse forbids it: use --children repoint.");
        await Database.ExecuteAsync("DELETE FROM orders WHERE id = 1");
        await AppliesAndUndoesAsync(resolver, request);
    }

    [ConformanceFact]
    public async Task References_that_nobody_declared_follow_when_they_are_named()
    {
        var resolver = await Given([.. People, "CREATE TABLE \"We\"\"ird\" (\"the user\" integer, note text)", $"INSERT INTO \"We\"\"ird\" VALUES {Rows(30, i => $"{i}, 'n'")}"]);
        var request = Request("users", "email") with { References = ["\"We\"\"ird\".\"the user\""] };
        (await PlanAsync(resolver, request)).Warnings.ShouldContain(warning => warning.Contains(Database.Undeclared, StringComparison.Ordinal));
        await AppliesAndUndoesAsync(resolver, request, () => RowsShouldBe("SELECT count(*), max(\"the user\") FROM \"We\"\"ird\"", "30|10"));
    }

    [ConformanceFact]
    public async Task A_composite_foreign_key_follows()
    {
        var resolver = await Given(
            "CREATE TABLE users (tenant integer NOT NULL, id integer NOT NULL, email text, PRIMARY KEY (tenant, id))", $"INSERT INTO users VALUES {Rows(20, i => $"{i % 2}, {i}, 'u{i % 5}'")}",
            "CREATE TABLE orders (id integer PRIMARY KEY, tenant integer, user_id integer, FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE)",
            $"INSERT INTO orders VALUES {Rows(20, i => $"{i}, {i % 2}, {i}")}, (21, NULL, 7), (22, 1, NULL)");
        await AppliesAndUndoesAsync(resolver, Request("users", "tenant, email", "last"), () => RowsShouldBe("SELECT min(user_id) FROM orders WHERE id <= 20", "11"));
    }

    private static string Rows(int count, Func<int, string> row) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"({row(i)})"));
}
