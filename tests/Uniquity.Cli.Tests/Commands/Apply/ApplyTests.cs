using Uniquity.Cli.Tests.Running;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Apply;

public class ApplyTests
{
    [PostgreSqlFact]
    public async Task A_plan_in_a_file_is_applied()
    {
        await using var shop = await Repair.OpenAsync();
        var planned = await shop.CallAsync([.. Repair.Plan, "--out", shop.PlanPath]);
        planned.Code.ShouldBe(0, planned.Screen);
        planned.Out.ShouldContain($"uniquity apply {shop.PlanPath} --db ");

        var outcome = await shop.CallAsync("apply", shop.PlanPath, "--yes");

        outcome.Code.ShouldBe(0, outcome.Screen);
        Repair.WithoutRuns(outcome.Screen).ShouldBeApproved("apply-text", shop.Hidden);
        (await shop.ScalarAsync<int>("SELECT visits FROM users WHERE id = 3")).ShouldBe(8);
    }

    [PostgreSqlTheory]
    [InlineData("UPDATE users SET name = 'Annie' WHERE id = 1")]
    [InlineData("INSERT INTO orders VALUES (5, 1, 1)")]
    [InlineData("DELETE FROM users WHERE id = 2")]
    public async Task A_plan_of_other_data_is_refused(string change)
    {
        await using var shop = await Repair.OpenAsync();
        await shop.CallAsync([.. Repair.Plan, "--out", shop.PlanPath]);
        await shop.ExecuteAsync(change);
        var before = await shop.ContentAsync();

        var outcome = await shop.CallAsync("apply", shop.PlanPath, "--yes");

        outcome.Code.ShouldBe(4, outcome.Screen);
        outcome.Error.ShouldContain("public.users, or rows that refer to them, have changed since");
        (await shop.ContentAsync()).ShouldBe(before);
    }

    [PostgreSqlFact]
    public async Task A_file_that_was_edited_is_refused()
    {
        await using var shop = await Repair.OpenAsync();
        await shop.CallAsync([.. Repair.Plan, "--out", shop.PlanPath]);
        await File.WriteAllTextAsync(shop.PlanPath, (await File.ReadAllTextAsync(shop.PlanPath)).Replace("\"Newest\"", "\"Oldest\"", StringComparison.Ordinal));

        (await shop.CallAsync("apply", shop.PlanPath, "--yes")).Code.ShouldBe(4);
        (await shop.ScalarAsync<long>("SELECT count(*) FROM users")).ShouldBe(5);
    }

    [Theory]
    [InlineData("", "line 1 cannot be read")]
    [InlineData("[]", "it has no schema")]
    [InlineData("{\"schema\":\"uniquity/runs/1\",\"runs\":[]}", "its schema is uniquity/runs/1")]
    [InlineData("{\"schema\":\"uniquity/plan/1\"}", "line 1 cannot be read")]
    [InlineData("{\"schema\":\"uniquity/plan/1\",\"plan\":null}", "")]
    [InlineData("{\"schema\":\"uniquity/plan/1\",\"plan\":{},\"more\":1}", "")]
    public async Task What_is_no_plan_is_told_in_one_line(string text, string why)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, text);

            var outcome = await Running.Cli.RunAsync("apply", path, "--db", "postgres://app@127.0.0.1:1/shop");

            outcome.Code.ShouldBe(2, outcome.Screen);
            outcome.Error.ShouldStartWith($"uniquity: {path} is no plan of this version: {why}");
            outcome.Error.Count(c => c == '\n').ShouldBe(1);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
