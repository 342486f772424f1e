using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Resolving;

public class ChildrenTests
{
    private static readonly string[] Users =
    [
        "CREATE TABLE users (id int PRIMARY KEY, email text, at int)",
        "INSERT INTO users SELECT i, 'u' || i % 10, (i * 7) % 31 FROM generate_series(1, 30) AS i",
    ];

    private static ResolveRequest Request => Resolution.Request("users", "email");

    [PostgreSqlTheory]
    [InlineData("ON DELETE CASCADE")]
    [InlineData("ON DELETE SET NULL")]
    [InlineData("ON DELETE SET DEFAULT")]
    [InlineData("ON DELETE RESTRICT")]
    [InlineData("DEFERRABLE INITIALLY DEFERRED")]
    [InlineData("ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE")]
    public async Task References_follow_whatever_the_foreign_key_does_on_delete(string action)
    {
        await using var shop = await Resolution.OfAsync([.. Users, $"CREATE TABLE orders (id int PRIMARY KEY, user_id int DEFAULT 1 REFERENCES users {action})", "INSERT INTO orders SELECT i, i FROM generate_series(1, 30) AS i"]);
        await shop.AppliesAndUndoesAsync(Request);
        await shop.ApplyAsync(Request);
        (await shop.RowsAsync("SELECT count(*), count(*) FILTER (WHERE user_id <= 10) FROM orders")).ShouldBe(["30|30"]);
    }

    [PostgreSqlFact]
    public async Task Links_that_become_the_same_are_resolved_too_and_their_own_children_follow()
    {
        await using var shop = await Resolution.OfAsync([.. Users,
            "CREATE TABLE members (user_id int REFERENCES users ON DELETE CASCADE, team int, at int, PRIMARY KEY (user_id, team))",
            "INSERT INTO members VALUES (1, 1, 1), (11, 1, 9), (11, 2, 3), (21, 1, 5), (21, 2, 8), (2, 1, 1)",
            "CREATE TABLE badges (id int PRIMARY KEY, user_id int, team int, FOREIGN KEY (user_id, team) REFERENCES members ON DELETE CASCADE ON UPDATE CASCADE)",
            "INSERT INTO badges VALUES (100, 1, 1), (101, 11, 1), (102, 11, 2), (103, 21, 1), (104, 21, 2), (105, 2, 1)"]);
        var plan = await shop.PlanAsync(Request with { Keep = KeepPolicy.Parse("newest:at") });
        plan.Children.Single(child => child.Table.Name == "members").Collisions.ShouldBe(3);
        await shop.AppliesAndUndoesAsync(Request with { Keep = KeepPolicy.Parse("newest:at") });
        await shop.ApplyAsync(Request);
        (await shop.RowsAsync("SELECT user_id, team, at FROM members ORDER BY 1, 2")).ShouldBe(["1|1|1", "1|2|3", "2|1|1"]);
        (await shop.RowsAsync("SELECT id, user_id, team FROM badges ORDER BY 1")).ShouldBe(["100|1|1", "101|1|1", "102|1|2", "103|1|1", "104|1|2", "105|2|1"]);
    }

    [PostgreSqlFact]
    public async Task A_row_with_several_references_moves_once()
    {
        await using var shop = await Resolution.OfAsync([.. Users,
            "CREATE TABLE friends (a int REFERENCES users ON DELETE CASCADE, b int REFERENCES users ON DELETE CASCADE, UNIQUE (a, b))",
            "INSERT INTO friends VALUES (1, 2), (11, 12), (21, 2), (1, 22), (3, 13), (14, 4), (5, 6)"]);
        await shop.AppliesAndUndoesAsync(Request);
        await shop.ApplyAsync(Request);
        (await shop.RowsAsync("SELECT a, b FROM friends ORDER BY 1, 2")).ShouldBe(["1|2", "3|3", "4|4", "5|6"]);
    }

    [PostgreSqlFact]
    public async Task Rows_that_refer_to_their_own_table_follow_inside_and_across_groups()
    {
        await using var shop = await Resolution.OfAsync([.. Users,
            "ALTER TABLE users ADD boss int REFERENCES users ON DELETE CASCADE",
            "UPDATE users SET boss = CASE WHEN id <= 10 THEN id + 20 ELSE (id * 3) % 30 + 1 END"]);
        var run = await shop.AppliesAndUndoesAsync(Request with { BatchGroups = 3 });
        run.Removed.ShouldBe(20);
        await shop.ApplyAsync(Request);
        (await shop.RowsAsync("SELECT count(*), count(boss) FROM users WHERE boss <= 10")).ShouldBe(["10|10"]);
    }

    [PostgreSqlFact]
    public async Task A_unique_key_within_the_own_table_is_resolved_too()
    {
        await using var shop = await Resolution.OfAsync(
            "CREATE TABLE folders (id int PRIMARY KEY, path text, parent int REFERENCES folders ON DELETE CASCADE, name text, UNIQUE (parent, name))",
            "INSERT INTO folders VALUES (1, '/a', NULL, 'a'), (2, '/a', NULL, 'a'), (3, '/a/b', 1, 'b'), (4, '/a/b2', 2, 'b'), (5, '/a/b/c', 3, 'c'), (6, '/a/b2/c', 4, 'c'), (7, '/a/b2/d', 4, 'd')");
        await shop.AppliesAndUndoesAsync(Resolution.Request("folders", "path"));
        var run = await shop.ApplyAsync(Resolution.Request("folders", "path"));
        run.Removed.ShouldBe(3);
        (await shop.RowsAsync("SELECT id, parent FROM folders ORDER BY 1")).ShouldBe(["1|", "3|1", "5|3", "7|3"]);
    }

    [PostgreSqlFact]
    public async Task Cycles_of_tables_end()
    {
        await using var shop = await Resolution.OfAsync([.. Users,
            "CREATE TABLE cards (id int PRIMARY KEY, owner int NOT NULL REFERENCES users ON DELETE CASCADE, kind int, UNIQUE (owner, kind))",
            "INSERT INTO cards SELECT i, i, i % 2 FROM generate_series(1, 30) AS i",
            "ALTER TABLE users ADD card int REFERENCES cards ON DELETE CASCADE DEFERRABLE",
            "UPDATE users SET card = 31 - id"]);
        await shop.AppliesAndUndoesAsync(Request);
        await shop.ApplyAsync(Request);
        (await shop.RowsAsync("SELECT count(*), count(card) FROM users")).ShouldBe(["10|10"]);
    }

    [PostgreSqlFact]
    public async Task Children_are_deleted_where_a_person_says_so_and_come_back()
    {
        await using var shop = await Resolution.OfAsync([.. Users,
            "CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users)", "INSERT INTO orders SELECT i, i FROM generate_series(1, 30) AS i",
            "CREATE TABLE lines (order_id int REFERENCES orders ON DELETE CASCADE, text text)", "INSERT INTO lines SELECT i, 'line' FROM generate_series(1, 30) AS i, generate_series(1, 2)"]);
        var request = Request with { Children = ChildrenPolicy.Delete };
        await shop.AppliesAndUndoesAsync(request);
        (await shop.ApplyAsync(request)).Removed.ShouldBe(20 + 20 + 40);
        (await shop.RowsAsync("SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM lines)")).ShouldBe(["10|20"]);
    }

    [PostgreSqlFact]
    public async Task Children_are_refused_where_a_person_says_so()
    {
        await using var shop = await Resolution.OfAsync([.. Users, "CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users)", "INSERT INTO orders VALUES (1, 11), (2, 1)"]);
        var request = Request with { Children = ChildrenPolicy.Refuse };
        (await Should.ThrowAsync<RefusedException>(() => shop.PlanAsync(request))).Message
            .ShouldBe("1 row refers to rows that would go (1 of public.orders by orders_user_id_fkey), and --children refuse forbids it: use --children repoint.");
        await shop.Database.ExecuteAsync("DELETE FROM orders WHERE id = 1");
        await shop.AppliesAndUndoesAsync(request);
    }

    [PostgreSqlFact]
    public async Task References_that_nobody_declared_follow_when_they_are_named()
    {
        await using var shop = await Resolution.OfAsync([.. Users, "CREATE TABLE \"We\"\"ird\" (\"the user\" numeric, note json)", "INSERT INTO \"We\"\"ird\" SELECT i, '{\"a\": 1}' FROM generate_series(1, 30) AS i"]);
        var request = Request with { References = ["\"We\"\"ird\".\"the user\""] };
        (await shop.PlanAsync(request)).Warnings.ShouldContain(warning => warning.Contains("is no declared foreign key", StringComparison.Ordinal));
        await shop.AppliesAndUndoesAsync(request);
        await shop.ApplyAsync(request);
        (await shop.RowsAsync("SELECT count(*) FROM \"We\"\"ird\" WHERE \"the user\" <= 10")).ShouldBe(["30"]);
    }

    [PostgreSqlFact]
    public async Task A_composite_foreign_key_follows()
    {
        await using var shop = await Resolution.OfAsync(
            "CREATE TABLE users (tenant int, id int, email text, PRIMARY KEY (tenant, id))",
            "INSERT INTO users SELECT i % 2, i, 'u' || i % 5 FROM generate_series(1, 20) AS i",
            "CREATE TABLE orders (id int PRIMARY KEY, tenant int, user_id int, FOREIGN KEY (tenant, user_id) REFERENCES users ON DELETE CASCADE)",
            "INSERT INTO orders SELECT i, i % 2, i FROM generate_series(1, 20) AS i");
        await shop.AppliesAndUndoesAsync(new(new("public", "users"), [new("tenant"), new("email")], KeepPolicy.Parse("last")));
    }

    [PostgreSqlFact]
    public async Task A_partitioned_child_follows()
    {
        await using var shop = await Resolution.OfAsync([.. Users,
            "CREATE TABLE events (at int, user_id int REFERENCES users ON DELETE CASCADE, what text) PARTITION BY RANGE (at)",
            "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (15)", "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (15) TO (100)",
            "INSERT INTO events SELECT i, i, 'e' FROM generate_series(1, 30) AS i", "INSERT INTO events SELECT 20, 25, 'twin' FROM generate_series(1, 3)"]);
        await shop.AppliesAndUndoesAsync(Request);
    }
}
