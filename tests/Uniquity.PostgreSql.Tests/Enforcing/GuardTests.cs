using Npgsql;
using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Enforcing;

/// <summary>What a guard refuses, and what it lets pass.</summary>
public sealed class GuardTests
{
    private const string Users = "CREATE TABLE users (id int PRIMARY KEY, email text, name text, gone date)";
    private static readonly EnforceRequest ByEmail = Enforcement.Request("users", "email") with { Keep = new(KeepKind.First), Guard = true };

    [PostgreSqlFact]
    public async Task A_refusal_is_that_of_the_index_to_come()
    {
        await using var scene = await SceneAsync();
        PostgresException? guarded = null;

        await scene.ApplyAsync(ByEmail, async () => guarded = await scene.Database.RefusedAsync("INSERT INTO users VALUES (9, 'a')"));

        var indexed = await scene.Database.RefusedAsync("INSERT INTO users VALUES (9, 'a')");
        guarded.ShouldNotBeNull();
        (guarded.SqlState, guarded.MessageText, guarded.Detail, guarded.SchemaName, guarded.TableName, guarded.ConstraintName)
            .ShouldBe((indexed.SqlState, indexed.MessageText, indexed.Detail, indexed.SchemaName, indexed.TableName, indexed.ConstraintName));
    }

    [PostgreSqlTheory]
    [InlineData("INSERT INTO users VALUES (9, 'new'), (10, 'new')", "23505")]
    [InlineData("UPDATE users SET email = 'a' WHERE id = 3", "23505")]
    [InlineData("UPDATE users SET name = 'x'", "00000")]
    [InlineData("UPDATE users SET email = email || '!'", "00000")]
    [InlineData("UPDATE users SET email = CASE id WHEN 1 THEN 'c' WHEN 3 THEN 'a' END", "00000")]
    [InlineData("INSERT INTO users VALUES (9, NULL), (10, NULL)", "00000")]
    [InlineData("INSERT INTO users VALUES (1, 'a') ON CONFLICT (id) DO NOTHING", "00000")]
    [InlineData("INSERT INTO users VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = 'upserted'", "00000")]
    [InlineData("INSERT INTO users VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET email = 'c'", "23505")]
    [InlineData("BEGIN; DELETE FROM users WHERE email = 'a'; INSERT INTO users VALUES (9, 'a'); COMMIT", "00000")]
    [InlineData("BEGIN; INSERT INTO users VALUES (9, 'new'); UPDATE users SET name = 'y' WHERE id = 9; INSERT INTO users VALUES (10, 'new'); COMMIT", "23505")]
    [InlineData("SET session_replication_role = replica; INSERT INTO users VALUES (9, 'a')", "23505")]
    [InlineData("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1; INSERT INTO users VALUES (9, 'a'); COMMIT", "23505")]
    [InlineData("COPY users (id, email) FROM PROGRAM 'printf \"9\\tnew\\n10\\tnew\\n\"'", "23505")]
    public async Task A_guard_answers_as_a_unique_index_would(string statement, string state)
    {
        await using var scene = await SceneAsync();
        var guarded = "";

        await scene.ApplyAsync(ByEmail, async () =>
        {
            guarded = await scene.TryAsync(statement);
            if (guarded == "00000") await scene.Database.ExecuteAsync("TRUNCATE users");
        });

        guarded.ShouldBe(state);
    }

    [PostgreSqlFact]
    public async Task A_row_that_another_session_is_deleting_is_waited_for()
    {
        await using var scene = await SceneAsync();
        var outcome = "";

        await scene.ApplyAsync(ByEmail, async () =>
        {
            await using var other = await scene.Database.OpenAsync();
            await new NpgsqlCommand("BEGIN; DELETE FROM users WHERE email = 'a'", other).ExecuteNonQueryAsync();
            var insert = scene.TryAsync("INSERT INTO users VALUES (9, 'a')");
            (await Task.WhenAny(insert, Task.Delay(300))).ShouldNotBe(insert);
            await new NpgsqlCommand("COMMIT", other).ExecuteNonQueryAsync();
            outcome = await insert;
        });

        outcome.ShouldBe("00000");
    }

    [PostgreSqlFact]
    public async Task A_snapshot_older_than_a_key_is_told_to_repeat()
    {
        await using var scene = await SceneAsync();
        var states = new List<string>();

        await scene.ApplyAsync(ByEmail, async () =>
        {
            await using var old = await scene.Database.OpenAsync();
            await new NpgsqlCommand("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM users", old).ExecuteNonQueryAsync();
            await scene.Database.ExecuteAsync("INSERT INTO users VALUES (9, 'fresh')");
            var failure = await Should.ThrowAsync<PostgresException>(() => new NpgsqlCommand("INSERT INTO users VALUES (10, 'fresh')", old).ExecuteNonQueryAsync());
            states.Add(failure.SqlState);
            await new NpgsqlCommand("ROLLBACK", old).ExecuteNonQueryAsync();
            states.Add(await scene.TryAsync("INSERT INTO users VALUES (10, 'fresh')"));
        });

        states.ShouldBe(["40001", "23505"]);
    }

    [PostgreSqlFact]
    public async Task Filter_folding_and_equal_nulls_are_those_of_the_index()
    {
        await using var scene = await SceneAsync();
        var states = new List<string>();
        var request = ByEmail with { Key = [new("email"), new("name")], Fold = Folding.Case, Where = "gone is null", Nulls = NullHandling.NotDistinct };
        await scene.Database.ExecuteAsync("DELETE FROM users; INSERT INTO users VALUES (1, 'Ann', 'x', NULL), (2, 'ann', 'X', NULL)");

        await scene.ApplyAsync(request, async () =>
        {
            foreach (var values in new[] { "11, 'ANN', 'X', NULL", "12, 'ANN', 'X', now()", "13, 'bo', NULL, NULL", "14, 'BO', NULL, NULL", "15, NULL, NULL, NULL", "16, NULL, NULL, NULL" })
                states.Add(await scene.TryAsync($"INSERT INTO users VALUES ({values})"));
            states.Add(await scene.TryAsync("UPDATE users SET gone = NULL WHERE id = 12"));
        });

        states.ShouldBe(["23505", "00000", "00000", "23505", "00000", "23505", "23505"]);
    }

    [PostgreSqlFact]
    public async Task Writers_need_no_right_to_the_guard()
    {
        await using var scene = await SceneAsync();
        var states = new List<string>();
        await scene.Database.ExecuteAsync("DROP ROLE IF EXISTS guarded_writer; CREATE ROLE guarded_writer; GRANT INSERT ON users TO guarded_writer");
        try
        {
            await scene.ApplyAsync(ByEmail, async () =>
            {
                states.Add(await scene.TryAsync("SET ROLE guarded_writer; INSERT INTO users VALUES (20, 'w')"));
                states.Add(await scene.TryAsync("SET ROLE guarded_writer; INSERT INTO users VALUES (21, 'w')"));
            });
        }
        finally
        {
            await scene.Database.ExecuteAsync("DROP OWNED BY guarded_writer; DROP ROLE guarded_writer");
        }

        states.ShouldBe(["00000", "23505"]);
    }

    [PostgreSqlFact]
    public async Task Partitions_are_guarded_too()
    {
        await using var scene = await Enforcement.OfAsync(
            "CREATE TABLE ev (id int, k text, at int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
            "CREATE TABLE ev1 PARTITION OF ev FOR VALUES FROM (0) TO (10)",
            "CREATE TABLE ev2 (at int NOT NULL, k text, id int NOT NULL)",
            "ALTER TABLE ev ATTACH PARTITION ev2 FOR VALUES FROM (10) TO (20)",
            "INSERT INTO ev VALUES (1, 'a', 1), (2, 'a', 1), (3, 'b', 11)");
        var states = new List<string>();

        await scene.ApplyAsync(Enforcement.Request("ev", "k", "at") with { Guard = true, Keep = new(KeepKind.First) }, async () =>
        {
            foreach (var statement in new[] { "INSERT INTO ev VALUES (4, 'b', 11)", "INSERT INTO ev2 (id, k, at) VALUES (5, 'b', 11)", "INSERT INTO ev VALUES (6, 'a', 11)", "UPDATE ev SET at = 11, k = 'b' WHERE id = 1" })
                states.Add(await scene.TryAsync(statement));
        });

        states.ShouldBe(["23505", "23505", "00000", "23505"]);
        (await scene.GuardsAsync()).ShouldBe(0);
    }

    private static Task<Enforcement> SceneAsync() => Enforcement.OfAsync(Users, "INSERT INTO users VALUES (1, 'a'), (2, 'dup'), (3, 'c'), (4, 'dup')");
}
