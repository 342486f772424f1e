using Microsoft.Data.Sqlite;
using Uniquity.Resolving;
using Uniquity.Testing.Conformance.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Resolving;

/// <summary>Locks, full disks and files that cannot be written leave whole batches only.</summary>
public class FaultTests
{
    private static readonly string[] Setup =
    [
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, note TEXT)",
        "WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 1000) INSERT INTO users SELECT i, 'u' || (i % 400), hex(randomblob(200)) FROM i",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id REFERENCES users ON DELETE CASCADE)", "INSERT INTO orders SELECT id, id FROM users",
    ];

    private static ResolveRequest Request => Shop.Request("users", "email") with { BatchGroups = 20 };

    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public async Task A_lock_held_by_another_stops_the_run_with_whole_batches_and_it_goes_on_later(string journal)
    {
        await using var shop = await Shop.OfAsync([$"PRAGMA journal_mode = {journal}", .. Setup]);
        var before = shop.Content();
        await using var impatient = await Shop.OpenAsync(shop.Path, TimeSpan.FromSeconds(1));
        var plan = await impatient.PlanAsync(Request, default);
        await using var holder = new SqliteConnection($"Data Source={shop.Path};Pooling=False");
        holder.Open();
        var stopped = await Should.ThrowAsync<StoppedException>(async () => await impatient.ApplyAsync(plan, new AtBatch(4, () => Run(holder, "BEGIN IMMEDIATE")), default));
        stopped.Message.ShouldContain($"stopped: another connection holds a lock on {shop.Path}. 80 groups are done and archived; uniquity resume");
        Whole(shop, stopped.Run);
        (await impatient.ListRunsAsync(default)).ShouldHaveSingleItem().State.ShouldBe(RunState.Interrupted);
        Run(holder, "ROLLBACK");
        (await impatient.ResumeAsync(stopped.Run.Id, null, default)).State.ShouldBe(RunState.Complete);
        (await shop.UndoAsync(stopped.Run)).Run.State.ShouldBe(RunState.Undone);
        shop.Content().ShouldBe(before);
    }

    [Fact]
    public async Task Who_holds_the_file_all_the_time_is_told_before_anything()
    {
        await using var shop = await Shop.OfAsync(Setup);
        await using var impatient = await Shop.OpenAsync(shop.Path, TimeSpan.FromSeconds(1));
        var plan = await impatient.PlanAsync(Request, default);
        await using var holder = new SqliteConnection($"Data Source={shop.Path};Pooling=False");
        holder.Open();
        Run(holder, "BEGIN IMMEDIATE");
        (await Should.ThrowAsync<Targets.TargetException>(async () => await impatient.ApplyAsync(plan, null, default))).Message.ShouldBe($"another connection holds a lock on {shop.Path}: nothing more was changed.");
    }

    [SmallDiskFact]
    public async Task A_full_disk_stops_the_run_and_loses_nothing()
    {
        var folder = SmallDisk.Mount("20m");
        try
        {
            var path = Path.Combine(folder, "shop.db");
            foreach (var statement in Setup) SqliteFile.Execute(path, statement);
            SqliteFile.Execute(path, "UPDATE users SET note = hex(randomblob(400))");
            var before = SqliteContent.Of(path);
            await using var resolver = await Shop.OpenAsync(path);
            var plan = await resolver.PlanAsync(Request with { BatchGroups = 100 }, default);

            // Room for the tables of the archive, and not for the journal of a batch beside it.
            SmallDisk.Remount(folder, $"size={(new FileInfo(path).Length + 400_000) / 4096 * 4}k");
            var stopped = await Should.ThrowAsync<StoppedException>(async () => await resolver.ApplyAsync(plan, null, default));
            stopped.Message.ShouldContain("is full");
            SqliteContent.Rows(path, "PRAGMA integrity_check").ShouldBe(["ok"]);
            SqliteContent.Rows(path, "SELECT count(*) FROM orders JOIN users ON users.id = user_id").ShouldBe(["1000"]);
            (await resolver.ListRunsAsync(default)).ShouldHaveSingleItem().State.ShouldBe(RunState.Interrupted);
            SmallDisk.Remount(folder, "size=100m");
            (await resolver.ResumeAsync(stopped.Run.Id, null, default)).State.ShouldBe(RunState.Complete);
            (await resolver.UndoAsync(stopped.Run.Id, null, null, default)).Run.State.ShouldBe(RunState.Undone);
            SqliteContent.Of(path).ShouldBe(before);
        }
        finally
        {
            SmallDisk.Unmount(folder);
        }
    }

    [SmallDiskFact]
    public async Task A_file_that_cannot_be_written_is_planned_and_refused_before_anything()
    {
        var folder = SmallDisk.Mount("20m");
        try
        {
            var path = Path.Combine(folder, "shop.db");
            foreach (var statement in Setup) SqliteFile.Execute(path, statement);
            SmallDisk.Remount(folder, "ro");
            await using var resolver = await Shop.OpenAsync(path);
            var plan = await resolver.PlanAsync(Request, default);
            plan.Removed.ShouldBe(600);
            (await Should.ThrowAsync<RefusedException>(async () => await resolver.ApplyAsync(plan, null, default))).Message.ShouldContain("cannot be written by");
            (await resolver.ListRunsAsync(default)).ShouldBeEmpty();
        }
        finally
        {
            SmallDisk.Unmount(folder);
        }
    }

    [Fact]
    public async Task A_holder_that_died_holds_nothing()
    {
        await using var shop = await Shop.OfAsync(Setup);
        using var stop = new CancellationTokenSource();
        var run = (await Should.ThrowAsync<StoppedException>(async () => await shop.Resolver.ApplyAsync(await shop.PlanAsync(Request), new AtBatch(2, stop.Cancel), stop.Token))).Run;
        // As a killed process leaves it: running, and nobody at it.
        shop.Execute("UPDATE uniquity_runs SET state = 'running', pid = 1");
        (await shop.Resolver.ListRunsAsync(default)).ShouldHaveSingleItem().State.ShouldBe(RunState.Interrupted);
        (await shop.Resolver.ResumeAsync(run.Id, null, default)).State.ShouldBe(RunState.Complete);
        Directory.GetFiles(Path.GetDirectoryName(shop.Path)!).ShouldBe([shop.Path]);
    }

    [Theory]
    [InlineData("id TEXT PRIMARY KEY NOT NULL, email, n")]
    [InlineData("id, email, n")]
    public async Task Rows_are_found_again_after_VACUUM_has_given_rowids_anew(string columns)
    {
        await using var shop = await Shop.OfAsync($"CREATE TABLE t ({columns})", "INSERT INTO t VALUES ('x', 'gap', 0), ('a', 'k', 1), ('b', 'k', 2), ('c', 'l', 3)", "DELETE FROM t WHERE id = 'x'");
        var before = shop.Rows("SELECT * FROM t ORDER BY id");
        var run = await shop.ApplyAsync(Shop.Request("t", "email", "first", "n=sum"));
        shop.Execute("VACUUM");
        var undone = await shop.UndoAsync(run);
        undone.Left.ShouldBeEmpty();
        shop.Rows("SELECT * FROM t ORDER BY id").ShouldBe(before);
    }

    private static void Whole(Shop shop, Run run)
    {
        shop.Rows($"SELECT count(*), count(DISTINCT id || note) FROM (SELECT id, note FROM users UNION ALL SELECT id, note FROM \"uniquity_{run.Id}_1\")").ShouldBe(["1000|1000"]);
        shop.Rows("SELECT count(*) FROM orders JOIN users ON users.id = user_id").ShouldBe(["1000"]);
        shop.Rows("SELECT count(DISTINCT n) FROM (SELECT count(*) AS n FROM users GROUP BY email)").ShouldBe(["3"]);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
