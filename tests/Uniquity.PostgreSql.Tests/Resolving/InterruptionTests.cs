using Npgsql;
using Uniquity.PostgreSql.Resolving;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Resolving;

public class InterruptionTests
{
    internal static readonly string[] Shop =
    [
        "CREATE TABLE users (id int PRIMARY KEY, email text, n int, note text)",
        "INSERT INTO users SELECT i, 'u' || i % 400, i, repeat('x', 50) FROM generate_series(1, 1000) AS i",
        "CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users ON DELETE CASCADE)",
        "CREATE INDEX ON orders (user_id)",
        "INSERT INTO orders SELECT i, i FROM generate_series(1, 1000) AS i",
        "CREATE TABLE teams (user_id int REFERENCES users ON DELETE CASCADE, team int, PRIMARY KEY (user_id, team))",
        "INSERT INTO teams SELECT i, i % 2 FROM generate_series(1, 1000) AS i",
    ];

    internal static ResolveRequest Request => Resolution.Request("users", "email", "first", "n=sum") with { BatchGroups = 20 };

    [PostgreSqlFact]
    public async Task A_run_stopped_by_a_person_ends_after_its_batch_and_goes_on()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var before = await shop.DumpAsync();
        var run = await StopAfterAsync(shop, 3);
        (run.State, run.Groups).ShouldBe((RunState.Interrupted, 60));
        (await ListedAsync(shop)).ShouldBe((run.Id, RunState.Interrupted));
        await WholeBatchesOnlyAsync(shop, run);
        var resumed = await shop.Resolver.ResumeAsync(run.Id, progress: null, CancellationToken.None);
        (resumed.State, resumed.Groups, resumed.Removed).ShouldBe((RunState.Complete, 400, 600 + 600));
        (await shop.UndoAsync(resumed)).Run.State.ShouldBe(RunState.Undone);
        (await shop.DumpAsync()).ShouldBe(before);
    }

    [PostgreSqlFact]
    public async Task A_stopped_run_can_be_undone_and_a_stopped_undo_goes_on()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var before = await shop.DumpAsync();
        var run = await StopAfterAsync(shop, 5);
        using var stop = new CancellationTokenSource();
        var stopped = await Should.ThrowAsync<StoppedException>(() => shop.Resolver.UndoAsync(run.Id, group: null, new At(2, stop.Cancel), stop.Token).AsTask());
        stopped.Run.State.ShouldBe(RunState.Interrupted);
        (await Should.ThrowAsync<RefusedException>(() => shop.Resolver.ResumeAsync(run.Id, progress: null, CancellationToken.None).AsTask())).Message.ShouldContain("go on with it (uniquity undo");
        (await shop.UndoAsync(run)).Run.State.ShouldBe(RunState.Undone);
        (await shop.DumpAsync()).ShouldBe(before);
    }

    [PostgreSqlFact]
    public async Task A_second_run_on_the_table_is_refused_with_who_holds_it()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        RefusedException? refused = null;
        IReadOnlyList<Run> seen = [];
        var plan = await shop.PlanAsync(Request);
        await shop.Resolver.ApplyAsync(plan, new At(2, () => Task.Run(async () =>
        {
            await using var other = await PostgreSqlResolver.OpenAsync(shop.Database.Url, options: null, clock: null, CancellationToken.None);
            seen = await other.ListRunsAsync(CancellationToken.None);
            refused = await Should.ThrowAsync<RefusedException>(() => other.ApplyAsync(plan, progress: null, CancellationToken.None).AsTask());
        }).GetAwaiter().GetResult()), CancellationToken.None);
        seen.ShouldHaveSingleItem().State.ShouldBe(RunState.Running);
        refused!.Message.ShouldMatch(@"^public\.users is held by run r-\d{8}-[0-9a-f]{4} of postgres since \d{4}-.* UTC \(server process \d+\): wait for it, or stop it first\.$");
        (await shop.Resolver.ListRunsAsync(CancellationToken.None)).ShouldHaveSingleItem().State.ShouldBe(RunState.Complete);
    }

    [PostgreSqlFact]
    public async Task Rows_that_change_go_or_come_while_a_run_goes_on_are_taken_as_they_are()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var run = await shop.Resolver.ApplyAsync(await shop.PlanAsync(Request), new At(1, () => shop.Database.ExecuteAsync("""
            UPDATE users SET email = 'own' || id WHERE id BETWEEN 900 AND 950;
            DELETE FROM users WHERE id BETWEEN 951 AND 960;
            INSERT INTO users SELECT 2000 + i, 'u' || i, i, 'came' FROM generate_series(0, 450) AS i;
            INSERT INTO orders SELECT 2000 + i, i FROM generate_series(1, 850) AS i WHERE EXISTS (SELECT FROM users WHERE users.id = i);
            """).GetAwaiter().GetResult()), CancellationToken.None);
        (await shop.RowsAsync("SELECT count(*) FROM (SELECT FROM users GROUP BY email HAVING count(*) > 1) AS d")).ShouldBe(["0"]);
        (await shop.RowsAsync($"SELECT count(*) FROM uniquity.\"{run.Id}_1\" WHERE email LIKE 'own%'")).ShouldBe(["0"]);
        (await shop.RowsAsync("SELECT count(*) > 40 FROM users WHERE email LIKE 'own%'")).ShouldBe(["True"]);
        (await shop.RowsAsync("SELECT count(*) FROM orders WHERE NOT EXISTS (SELECT FROM users WHERE users.id = user_id)")).ShouldBe(["0"]);
    }

    [PostgreSqlFact]
    public async Task A_child_inserted_before_the_lock_keeps_a_parent_and_one_after_it_waits()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var plan = await shop.PlanAsync(Request);
        await using var writer = await shop.Database.OpenAsync();
        await using (var begin = new NpgsqlCommand("BEGIN; INSERT INTO orders SELECT 5000 + i, i FROM generate_series(401, 1000) AS i", writer)) await begin.ExecuteNonQueryAsync();
        var apply = shop.ApplyAsync(plan);
        await Task.Delay(300);
        apply.IsCompleted.ShouldBeFalse();
        await using (var commit = new NpgsqlCommand("COMMIT", writer)) await commit.ExecuteNonQueryAsync();
        (await apply).State.ShouldBe(RunState.Complete);
        (await shop.RowsAsync("SELECT count(*), max(user_id) <= 400 FROM orders")).ShouldBe(["1600|True"]);
    }

    [PostgreSqlFact]
    public async Task A_lock_held_by_another_stops_the_run_with_whole_batches_and_it_goes_on_later()
    {
        await using var shop = await Resolution.OfAsync(Shop);
        var before = await shop.DumpAsync();
        await using var impatient = await PostgreSqlResolver.OpenAsync(shop.Database.Url, new PostgreSqlOptions { LockTimeout = TimeSpan.FromMilliseconds(20) }, clock: null, CancellationToken.None);
        var plan = await shop.PlanAsync(Request);
        await using var holder = await shop.Database.OpenAsync();
        var stopped = await Should.ThrowAsync<StoppedException>(() => impatient.ApplyAsync(plan, new At(4, () =>
        {
            using var hold = new NpgsqlCommand("BEGIN; SELECT * FROM orders FOR UPDATE", holder);
            hold.ExecuteNonQuery();
        }), CancellationToken.None).AsTask());
        stopped.Message.ShouldContain("stopped: another session holds a lock on its rows or tables. 80 groups are done and archived; uniquity resume");
        await WholeBatchesOnlyAsync(shop, stopped.Run);
        await using (var free = new NpgsqlCommand("ROLLBACK", holder)) await free.ExecuteNonQueryAsync();
        (await impatient.ResumeAsync(stopped.Run.Id, progress: null, CancellationToken.None)).State.ShouldBe(RunState.Complete);
        await shop.UndoAsync(stopped.Run);
        (await shop.DumpAsync()).ShouldBe(before);
    }

    internal static async Task<Run> StopAfterAsync(Resolution shop, int batches)
    {
        using var stop = new CancellationTokenSource();
        var plan = await shop.PlanAsync(Request);
        return (await Should.ThrowAsync<StoppedException>(() => shop.Resolver.ApplyAsync(plan, new At(batches, stop.Cancel), stop.Token).AsTask())).Run;
    }

    /// <summary>The rows of the table plus the archive are the rows of before; every group is whole or resolved.</summary>
    internal static async Task WholeBatchesOnlyAsync(Resolution shop, Run run)
    {
        (await shop.RowsAsync($"""
            SELECT count(*), count(DISTINCT id) FROM (SELECT id, email, note FROM users UNION ALL SELECT id, email, note FROM uniquity."{run.Id}_1") AS all_rows
            """)).ShouldBe(["1000|1000"]);
        (await shop.RowsAsync("SELECT DISTINCT n FROM (SELECT email, count(*) AS n FROM users GROUP BY email) AS g WHERE n NOT IN (1, (SELECT count(*) FROM generate_series(1, 1000) AS i WHERE 'u' || i % 400 = g.email))")).ShouldBeEmpty();
        (await shop.RowsAsync("SELECT count(*) FROM orders")).ShouldBe(["1000"]);
    }

    private static async Task<(string Id, RunState State)> ListedAsync(Resolution shop)
    {
        var run = (await shop.Resolver.ListRunsAsync(CancellationToken.None)).ShouldHaveSingleItem();
        return (run.Id, run.State);
    }
}
