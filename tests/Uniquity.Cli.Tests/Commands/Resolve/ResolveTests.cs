using System.Text.Json;
using Uniquity.Cli.Tests.Running;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Resolve;

public class ResolveTests
{
    [PostgreSqlFact]
    public async Task A_dry_run_shows_the_plan_and_changes_nothing()
    {
        await using var shop = await Repair.OpenAsync();
        var before = await shop.ContentAsync();

        var outcome = await shop.CallAsync(Repair.Plan);

        outcome.Code.ShouldBe(0, outcome.Screen);
        outcome.Screen.ShouldBeApproved("plan-text", shop.Hidden);
        (await shop.ContentAsync()).ShouldBe(before);
        (await shop.ScalarAsync<bool>("SELECT to_regnamespace('uniquity') IS NULL")).ShouldBeTrue();
    }

    [PostgreSqlFact]
    public async Task A_plan_in_JSON_has_the_members_of_the_contract()
    {
        await using var shop = await Repair.OpenAsync();

        using var json = JsonDocument.Parse((await shop.CallAsync([.. Repair.Plan, "--json"])).Out);

        var root = json.RootElement;
        root.GetProperty("schema").GetString().ShouldBe("uniquity/resolve/1");
        root.GetProperty("applied").GetBoolean().ShouldBeFalse();
        root.GetProperty("run").ValueKind.ShouldBe(JsonValueKind.Null);
        new[] { "groups", "removed", "changed", "repointed", "archived" }.Select(name => root.GetProperty(name).GetInt64()).ShouldBe([2, 2, 2, 3, 0]);
        root.GetProperty("undo").ValueKind.ShouldBe(JsonValueKind.Null);
        root.GetProperty("plan").GetProperty("samples")[0].GetProperty("after").GetProperty("visits").GetInt32().ShouldBe(8);
        root.GetProperty("plan").GetProperty("statements").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [PostgreSqlFact]
    public async Task Applying_says_what_was_done_and_how_it_goes_back()
    {
        await using var shop = await Repair.OpenAsync();

        var outcome = await shop.CallAsync([.. Repair.Plan, "--apply", "--yes", "--json"]);

        outcome.Code.ShouldBe(0, outcome.Screen);
        using var json = JsonDocument.Parse(outcome.Out);
        var root = json.RootElement;
        root.GetProperty("applied").GetBoolean().ShouldBeTrue();
        new[] { "groups", "removed", "changed", "repointed", "archived" }.Select(name => root.GetProperty(name).GetInt64()).ShouldBe([2, 2, 2, 3, 7]);
        root.GetProperty("undo").GetString()!.ShouldStartWith($"uniquity undo {root.GetProperty("run").GetString()} --db postgres");
        (await shop.ScalarAsync<long>("SELECT count(*) FROM users")).ShouldBe(3);
    }

    [PostgreSqlFact]
    public async Task Without_a_yes_nothing_is_changed()
    {
        await using var shop = await Repair.OpenAsync();
        var before = await shop.ContentAsync();

        var unasked = await shop.CallAsync([.. Repair.Plan, "--apply"]);
        var declined = await shop.CallAsync(new Running.Cli { ErrorOnTerminal = true, Typed = "n\n" }, [.. Repair.Plan, "--apply"]);

        unasked.Code.ShouldBe(4);
        unasked.Error.ShouldContain("nothing was changed");
        unasked.Error.ShouldContain("--apply --db");
        unasked.Error.ShouldEndWith(" --yes\n");
        declined.Code.ShouldBe(4);
        declined.Error.ShouldContain("Go on? [y/N]");
        (await shop.ContentAsync()).ShouldBe(before);
    }

    [PostgreSqlFact]
    public async Task A_person_who_says_yes_is_obeyed()
    {
        await using var shop = await Repair.OpenAsync();

        var outcome = await shop.CallAsync(new Running.Cli { ErrorOnTerminal = true, Typed = "y\n" }, [.. Repair.Plan, "--apply"]);

        outcome.Code.ShouldBe(0, outcome.Screen);
        outcome.Out.ShouldContain("2 groups, 2 rows removed, 2 changed, 3 references repointed");
        (await shop.ScalarAsync<long>("SELECT count(*) FROM users")).ShouldBe(3);
    }

    [PostgreSqlFact]
    public async Task Ctrl_C_ends_after_the_batch_and_the_run_can_be_resumed()
    {
        await using var shop = await Repair.OpenAsync();
        using var stop = new CancellationTokenSource();
        var call = shop.CallAsync(new Running.Cli { Stop = stop.Token }, [.. Repair.Plan, "--apply", "--yes", "--batch", "1", "--pause", "1h"]);
        while (!call.IsCompleted && await shop.ScalarAsync<long>("SELECT count(*) FROM users") == 5) await Task.Delay(50);
        await stop.CancelAsync();

        var outcome = await call;

        outcome.Code.ShouldBe(130, outcome.Screen);
        outcome.Error.ShouldContain("stopped: as asked, between two batches. 1 group is done and archived; uniquity resume r-");
        using var json = JsonDocument.Parse((await shop.CallAsync("runs", "--json")).Out);
        var run = json.RootElement.GetProperty("runs")[0];
        run.GetProperty("state").GetString().ShouldBe("interrupted");
        run.GetProperty("next").GetString()!.ShouldStartWith("uniquity resume ");
        var resumed = await shop.CallAsync("resume", run.GetProperty("run").GetString()!);
        resumed.Code.ShouldBe(0, resumed.Screen);
        resumed.Out.ShouldContain("2 groups, 2 rows removed");
    }

    [PostgreSqlFact]
    public async Task Masked_the_key_is_nowhere_to_be_read()
    {
        await using var shop = await Repair.OpenAsync();

        foreach (var format in new[] { "--json", "--verbose", "--quiet" })
        {
            var outcome = await shop.CallAsync([.. Repair.Plan, "--mask", format]);

            outcome.Code.ShouldBe(0, outcome.Screen);
            outcome.Screen.ShouldNotContain("anna@example.com");
        }
    }
}
