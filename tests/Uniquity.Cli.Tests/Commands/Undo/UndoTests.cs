using System.Text.Json;
using Uniquity.Cli.Tests.Running;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Undo;

public class UndoTests
{
    [PostgreSqlFact]
    public async Task What_was_applied_is_listed_and_goes_back_to_the_same_content()
    {
        await using var shop = await Repair.OpenAsync();
        var before = await shop.ContentAsync();
        var run = await shop.ApplyAsync();
        (await shop.ContentAsync()).ShouldNotBe(before);

        var runs = await shop.CallAsync("runs", "--json");
        var undone = await shop.CallAsync("undo", run, "--json");

        using (var json = JsonDocument.Parse(runs.Out))
        {
            json.RootElement.GetProperty("schema").GetString().ShouldBe("uniquity/runs/1");
            var listed = json.RootElement.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
            listed.EnumerateObject().Select(member => member.Name).ShouldBe(
                ["run", "state", "table", "key", "policy", "groups", "removed", "changed", "repointed", "started", "ended", "next"]);
            listed.GetProperty("state").GetString().ShouldBe("complete");
            listed.GetProperty("next").GetString()!.ShouldStartWith($"uniquity undo {run} --db ");
        }

        undone.Code.ShouldBe(0, undone.Screen);
        using var result = JsonDocument.Parse(undone.Out);
        result.RootElement.GetProperty("state").GetString().ShouldBe("undone");
        result.RootElement.GetProperty("repointed").GetInt64().ShouldBe(3);
        (await shop.ContentAsync()).ShouldBe(before);
        (await shop.CallAsync("undo", run)).Code.ShouldBe(4);
    }

    [PostgreSqlFact]
    public async Task One_group_can_go_back_alone()
    {
        await using var shop = await Repair.OpenAsync();
        var run = await shop.ApplyAsync();

        (await shop.CallAsync("undo", run, "--group", "bo@example.com")).Code.ShouldBe(0);

        (await shop.ScalarAsync<string>("SELECT string_agg(id::text, ',' ORDER BY id) FROM users")).ShouldBe("2,3,4,5");
        (await shop.CallAsync("undo", run, "--group", "nobody@example.com")).Code.ShouldBe(2);
    }

    [PostgreSqlFact]
    public async Task A_row_that_was_changed_since_is_left_and_named()
    {
        await using var shop = await Repair.OpenAsync();
        var run = await shop.ApplyAsync();
        await shop.ExecuteAsync("UPDATE users SET name = 'Annie' WHERE id = 3");

        var outcome = await shop.CallAsync("undo", run);

        outcome.Code.ShouldBe(5, outcome.Screen);
        outcome.Out.ShouldContain("public.users 3: ");
        (await shop.ScalarAsync<string>("SELECT name FROM users WHERE id = 3")).ShouldBe("Annie");
    }

    [PostgreSqlFact]
    public async Task An_archive_is_dropped_only_after_a_yes()
    {
        await using var shop = await Repair.OpenAsync();
        var run = await shop.ApplyAsync();

        (await shop.CallAsync("runs", "--forget", run)).Code.ShouldBe(4);
        (await shop.CallAsync("runs")).Out.ShouldContain(run);
        (await shop.CallAsync("runs", "--forget", run, "--yes")).Code.ShouldBe(0);

        (await shop.CallAsync("runs")).Out.ShouldStartWith("No run is archived in this database.");
        (await shop.CallAsync("undo", run)).Code.ShouldBe(2);
        (await shop.CallAsync("runs", "--forget", run, "--yes")).Code.ShouldBe(2);
    }
}
