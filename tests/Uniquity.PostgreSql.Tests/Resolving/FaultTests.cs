using Uniquity.PostgreSql.Resolving;
using Uniquity.Resolving;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Resolving;

public class FaultTests
{
    [PostgreSqlFact]
    public async Task A_session_killed_at_any_moment_leaves_whole_batches_and_the_run_goes_on_or_back()
    {
        await using var shop = await Resolution.OfAsync(InterruptionTests.Shop);
        var before = await shop.DumpAsync();
        var random = new Random(7);
        for (var moment = 0; moment < 20; moment++)
        {
            await using var victim = await PostgreSqlResolver.OpenAsync(shop.Database.Url, options: null, clock: null, CancellationToken.None);
            var apply = victim.ApplyAsync(await shop.PlanAsync(InterruptionTests.Request), progress: null, CancellationToken.None).AsTask();
            await Task.Delay(random.Next(0, 700));
            // With a wait: a session that was told to end holds its locks, and so its run, until it has.
            await shop.Database.ExecuteAsync("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'uniquity' AND datname = current_database() AND pid <> ALL (SELECT pid FROM pg_stat_activity WHERE query LIKE '%never%')");
            await Outcome(apply);
            await RecoverAsync(shop, undo: moment % 2 == 0);
            (await shop.DumpAsync()).ShouldBe(before, $"moment {moment}");
            await ReopenAsync(shop);
        }
    }

    [PostgreSqlFact]
    public async Task A_killed_server_process_and_a_server_stopped_without_warning_leave_whole_batches()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        await using var shop = await Resolution.OnAsync(server, InterruptionTests.Shop);
        var before = await shop.DumpAsync();
        Func<Task>[] faults = [() => server.StopImmediatelyAsync(), () => server.KillAsync(), () => KillBackendAsync(shop)];
        for (var fault = 0; fault < 3; fault++)
        {
            await using var victim = await PostgreSqlResolver.OpenAsync(shop.Database.Url, options: null, clock: null, CancellationToken.None);
            var plan = await victim.PlanAsync(InterruptionTests.Request, CancellationToken.None);
            var apply = Task.Run(() => victim.ApplyAsync(plan, new At(3 + fault, () => faults[fault]().GetAwaiter().GetResult()), CancellationToken.None).AsTask());
            (await Should.ThrowAsync<StoppedException>(() => apply)).Message.ShouldContain("stopped: the connection was lost");
            if (fault < 2) await server.StartAgainAsync();
            else await WaitAsync(shop);
            shop.Database.DataSource.Clear();
            await RecoverAsync(shop, undo: fault != 1);
            (await shop.DumpAsync()).ShouldBe(before, $"fault {fault}");
        }
    }

    [SmallDiskFact]
    public async Task A_full_disk_stops_the_run_and_loses_nothing()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        var folder = SmallDisk.Mount("1m", "postgres");
        try
        {
            await using var shop = await Resolution.OnAsync(server, [.. InterruptionTests.Shop, "UPDATE users SET note = repeat(md5(id::text), 20)", $"CREATE TABLESPACE small LOCATION '{folder}'"]);
            await shop.Database.ExecuteAsync($"ALTER ROLE postgres IN DATABASE {shop.Database.Name} SET default_tablespace = small");
            await ReopenAsync(shop);
            var before = await shop.DumpAsync();
            var stopped = await Should.ThrowAsync<StoppedException>(() => shop.ApplyAsync(InterruptionTests.Request));
            stopped.Message.ShouldContain("No space left on device");
            await InterruptionTests.WholeBatchesOnlyAsync(shop, stopped.Run);
            SmallDisk.Remount(folder, "size=100m");
            (await shop.Resolver.ResumeAsync(stopped.Run.Id, progress: null, CancellationToken.None)).State.ShouldBe(RunState.Complete);
            await shop.UndoAsync(stopped.Run);
            (await shop.DumpAsync()).ShouldBe(before);
        }
        finally
        {
            await server.StopImmediatelyAsync();
            SmallDisk.Unmount(folder);
        }
    }

    [PostgreSqlFact]
    public async Task Whoever_may_delete_but_not_create_is_refused_before_anything()
    {
        await using var shop = await Resolution.OfAsync(InterruptionTests.Shop);
        var role = $"clerk_{Guid.NewGuid():N}"[..14];
        await shop.Database.ExecuteAsync($"CREATE ROLE {role} LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}");
        try
        {
            var url = new UriBuilder(shop.Database.Url) { UserName = role }.Uri.AbsoluteUri;
            await using var clerk = await PostgreSqlResolver.OpenAsync(url, options: null, clock: null, CancellationToken.None);
            var plan = await clerk.PlanAsync(InterruptionTests.Request, CancellationToken.None);
            (await Should.ThrowAsync<RefusedException>(() => clerk.ApplyAsync(plan, progress: null, CancellationToken.None).AsTask())).Message
                .ShouldBe($"{role} may not create the archive, and without it nothing is removed. As an owner: CREATE SCHEMA IF NOT EXISTS uniquity AUTHORIZATION {role}");
            await shop.Database.ExecuteAsync($"CREATE SCHEMA uniquity AUTHORIZATION {role}; REVOKE UPDATE ON orders FROM {role}");
            (await Should.ThrowAsync<RefusedException>(() => clerk.ApplyAsync(plan, progress: null, CancellationToken.None).AsTask())).Message.ShouldContain($"lacks UPDATE on public.orders");
            await shop.Database.ExecuteAsync($"GRANT UPDATE ON orders TO {role}; ALTER TABLE users ENABLE ROW LEVEL SECURITY");
            (await Should.ThrowAsync<RefusedException>(() => clerk.PlanAsync(InterruptionTests.Request, CancellationToken.None).AsTask())).Message.ShouldContain("Row-level security hides rows of public.users");
            await shop.Database.ExecuteAsync("ALTER TABLE users DISABLE ROW LEVEL SECURITY");
            (await clerk.ApplyAsync(plan, progress: null, CancellationToken.None)).State.ShouldBe(RunState.Complete);
        }
        finally
        {
            await shop.Database.ExecuteAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }
    }

    [PostgreSqlTheory]
    [InlineData("BEFORE DELETE ON users", "RETURN NULL;", "rows were not deleted: a trigger steps in (meddle of public.users)")]
    [InlineData("BEFORE UPDATE ON orders", "RETURN NULL;", "references were not moved: a trigger steps in (meddle of public.orders)")]
    [InlineData("BEFORE UPDATE ON orders", "RETURN OLD;", "references of public.orders are not what they were changed to")]
    public async Task A_trigger_that_steps_in_stops_the_run_and_loses_nothing(string when, string body, string message)
    {
        await using var shop = await Resolution.OfAsync([.. InterruptionTests.Shop,
            $"CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN {body} END $f$", $"CREATE TRIGGER meddle {when} FOR EACH ROW EXECUTE FUNCTION meddle()"]);
        var before = await shop.DumpAsync();
        (await Should.ThrowAsync<StoppedException>(() => shop.ApplyAsync(InterruptionTests.Request))).Message.ShouldContain(message);
        (await shop.DumpAsync()).ShouldBe(before);
    }

    private static async Task RecoverAsync(Resolution shop, bool undo)
    {
        await ReopenAsync(shop);
        foreach (var run in await shop.Resolver.ListRunsAsync(CancellationToken.None))
        {
            if (run.State == RunState.Undone) continue;
            run.State.ShouldBeOneOf(RunState.Planned, RunState.Interrupted, RunState.Complete);
            if (run.State == RunState.Interrupted) await InterruptionTests.WholeBatchesOnlyAsync(shop, run);
            if (!undo && run.State != RunState.Complete) (await shop.Resolver.ResumeAsync(run.Id, progress: null, CancellationToken.None)).State.ShouldBe(RunState.Complete);
            (await shop.UndoAsync(run)).Run.State.ShouldBe(RunState.Undone);
        }
    }

    private static Task ReopenAsync(Resolution shop) => shop.ReopenAsync();

    private static async Task Outcome(Task<Run> apply)
    {
        try
        {
            (await apply).State.ShouldBe(RunState.Complete);
        }
        catch (Exception cut) when (cut is StoppedException or TargetException)
        {
            // Where it was cut decides which of the two it is; what it left is looked at next.
        }
    }

    private static async Task KillBackendAsync(Resolution shop)
    {
        var pid = await shop.Database.ScalarAsync<int>("SELECT pid FROM pg_locks WHERE locktype = 'advisory' LIMIT 1");
        System.Diagnostics.Process.GetProcessById(pid).Kill();
    }

    // The server notices a killed process a moment later: until then it answers, and still shows the process with its lock.
    private static async Task WaitAsync(Resolution shop)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                shop.Database.DataSource.Clear();
                if (await shop.Database.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0) return;
            }
            catch (Npgsql.NpgsqlException) when (attempt < 99)
            {
                // It is starting again.
            }

            await Task.Delay(100);
        }
    }
}
