using Npgsql;
using Uniquity.Enforcing;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Enforcing;

/// <summary>What else happens while a key is being enforced.</summary>
public sealed class FaultTests
{
    private static readonly string[] Users = ["CREATE TABLE users (id int PRIMARY KEY, email text)", "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 2000) AS i"];
    private static readonly EnforceRequest ByEmail = Enforcement.Request("users", "email");

    [PostgreSqlFact]
    public async Task A_lock_of_another_session_is_not_queued_behind_for_long_and_its_holder_is_told()
    {
        await using var scene = await Enforcement.OfAsync(Users);
        await using var other = await scene.Database.OpenAsync();
        await new NpgsqlCommand("BEGIN; LOCK TABLE users IN SHARE UPDATE EXCLUSIVE MODE", other).ExecuteNonQueryAsync();
        var apply = scene.ApplyAsync(ByEmail);

        for (var tried = 0; tried < 10; tried++) (await scene.TryAsync("SET statement_timeout = '2s'; UPDATE users SET id = id WHERE id = 1")).ShouldBe("00000", "writers go on meanwhile");

        var refused = await Should.ThrowAsync<RefusedException>(() => apply);
        refused.Message.ShouldContain($"server process {other.ProcessID}");
        refused.Message.ShouldContain("Nothing was changed");
        await new NpgsqlCommand("ROLLBACK", other).ExecuteNonQueryAsync();
        (await scene.IndexesAsync("users")).ShouldBeEmpty();
        (await scene.ApplyAsync(ByEmail)).Index.ShouldBe("users_email_idx");
    }

    [PostgreSqlFact]
    public async Task A_duplicate_that_arrives_during_the_build_is_told_with_its_rows_and_the_unfinished_index_goes()
    {
        await using var scene = await Enforcement.OfAsync(Users);
        var apply = BuildHeldUpAsync(scene, ByEmail, "INSERT INTO users VALUES (3001, 'u1')");

        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => apply);

        stopped.Message.ShouldContain("email = u1 in 2 rows (1, 3001)");
        (await scene.IndexesAsync("users")).ShouldBeEmpty();
    }

    [PostgreSqlFact]
    public async Task A_duplicate_that_arrives_during_the_build_is_resolved_where_a_policy_is_named()
    {
        await using var scene = await Enforcement.OfAsync(Users);

        var result = await BuildHeldUpAsync(scene, ByEmail with { Keep = new(KeepKind.First) }, "INSERT INTO users VALUES (3001, 'u1')");

        result.Runs.ShouldHaveSingleItem().Removed.ShouldBe(1);
        (await scene.Database.ScalarAsync<long>("SELECT count(*) FROM users")).ShouldBe(2001);
    }

    [PostgreSqlFact]
    public async Task A_stopped_build_is_cleaned_up()
    {
        await using var scene = await Enforcement.OfAsync(Users);
        using var stop = new CancellationTokenSource();
        await using var other = await scene.Database.OpenAsync();
        await new NpgsqlCommand("BEGIN; INSERT INTO users VALUES (3000, 'x')", other).ExecuteNonQueryAsync();
        var apply = scene.ApplyAsync(ByEmail, cancellation: stop.Token);
        await UntilBuildingAsync(scene);
        await stop.CancelAsync();
        await new NpgsqlCommand("COMMIT", other).ExecuteNonQueryAsync();

        (await Should.ThrowAsync<EnforceStoppedException>(() => apply)).Message.ShouldContain("Nothing was changed");

        (await scene.IndexesAsync("users")).ShouldBeEmpty();
    }

    [PostgreSqlFact]
    public async Task What_a_lost_session_left_is_named_by_the_next_plan_and_removed_by_the_next_call()
    {
        await using var scene = await Enforcement.OfAsync([.. Users, "INSERT INTO users VALUES (3000, 'u1')"]);
        var request = ByEmail with { Keep = new(KeepKind.First), Guard = true };
        await using var other = await scene.Database.OpenAsync();
        var killer = Task.CompletedTask;
        var lost = scene.ApplyAsync(request, async () =>
        {
            await new NpgsqlCommand("BEGIN; INSERT INTO users VALUES (3002, 'y')", other).ExecuteNonQueryAsync();
            killer = KillBuildAsync(scene);
        });
        var stopped = await Should.ThrowAsync<EnforceStoppedException>(() => lost);
        stopped.Message.ShouldContain("Left:");
        stopped.Runs.ShouldHaveSingleItem();
        await killer;
        await new NpgsqlCommand("COMMIT", other).ExecuteNonQueryAsync();
        (await scene.GuardsAsync()).ShouldBeGreaterThan(0);
        (await scene.TryAsync("INSERT INTO users VALUES (3003, 'u1')")).ShouldBe("23505", "the guard that was left still refuses");

        var plan = await scene.PlanAsync(ByEmail);
        plan.Leftovers.ShouldContain(line => line.Contains("users_email_idx is invalid"));
        plan.Leftovers.ShouldContain(line => line.Contains("guard of an earlier call"));
        (await scene.ApplyAsync(ByEmail)).Done.ShouldContain("removed the guard");
        (await scene.GuardsAsync()).ShouldBe(0);
        (await scene.IndexesAsync("users")).ShouldBe("CREATE UNIQUE INDEX users_email_idx ON public.users USING btree (email)");
    }

    [PostgreSqlFact]
    public async Task Whoever_may_delete_but_not_create_is_told_what_to_ask_for()
    {
        await using var scene = await Enforcement.OfAsync(Users);
        await scene.Database.ExecuteAsync("CREATE ROLE enforce_deleter LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON users TO enforce_deleter");
        try
        {
            var url = new UriBuilder(scene.Database.Url) { UserName = "enforce_deleter", Password = "" }.Uri.ToString();
            var refused = await Should.ThrowAsync<RefusedException>(() => Enforcement.WithAsync(async (enforcer, resolver) => await enforcer.PlanAsync(ByEmail, resolver, default), url));
            refused.Message.ShouldContain("enforce_deleter does not own public.users");
            refused.Message.ShouldContain("GRANT");
        }
        finally
        {
            await scene.Database.ExecuteAsync("DROP OWNED BY enforce_deleter; DROP ROLE enforce_deleter");
        }
    }

    private static async Task KillBuildAsync(Enforcement scene)
    {
        await UntilBuildingAsync(scene);
        await scene.Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index WHERE datname = current_database()");
    }

    /// <summary>A writer holds the build up; what arrives then is not seen by its first scan alone.</summary>
    private static async Task<EnforceResult> BuildHeldUpAsync(Enforcement scene, EnforceRequest request, string arrives)
    {
        await using var other = await scene.Database.OpenAsync();
        await new NpgsqlCommand("BEGIN; INSERT INTO users VALUES (3000, 'x')", other).ExecuteNonQueryAsync();
        var apply = scene.ApplyAsync(request);
        await UntilBuildingAsync(scene);
        await new NpgsqlCommand($"{arrives}; COMMIT", other).ExecuteNonQueryAsync();
        return await apply;
    }

    private static async Task UntilBuildingAsync(Enforcement scene)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await scene.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_progress_create_index WHERE datname = current_database() AND phase LIKE 'waiting%')")) return;
            await Task.Delay(25);
        }

        throw new TimeoutException("No build began.");
    }
}
