using System.Text.Json;
using Uniquity.Cli.Tests.Running;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Enforce;

public class EnforceTests
{
    private static readonly string[] ByEmail = ["enforce", "--on", "users", "--key", "email"];

    [PostgreSqlFact]
    public async Task Duplicates_stand_in_the_way_and_the_call_that_resolves_them_is_told()
    {
        await using var shop = await Repair.OpenAsync();
        var before = await shop.ContentAsync();

        var plan = await shop.CallAsync(ByEmail);
        var apply = await shop.CallAsync([.. ByEmail, "--apply", "--yes"]);

        plan.Code.ShouldBe(1);
        plan.Screen.ShouldBeApproved("blocked-text", shop.Hidden);
        apply.Code.ShouldBe(4);
        apply.Error.ShouldContain("To resolve them first: uniquity enforce");
        apply.Error.ShouldEndWith(" --keep first\n");
        (await shop.ContentAsync()).ShouldBe(before);
    }

    [PostgreSqlFact]
    public async Task A_plan_shows_steps_statements_and_locks_and_its_application_says_what_was_done()
    {
        await using var shop = await Repair.OpenAsync();
        string[] call = [.. ByEmail, "--keep", "newest:updated_at", "--as", "constraint"];

        (await shop.CallAsync(call)).Screen.ShouldBeApproved("plan-text", shop.Hidden);
        var unasked = await shop.CallAsync([.. call, "--apply"]);
        var outcome = await shop.CallAsync([.. call, "--apply", "--yes"]);
        var again = await shop.CallAsync([.. call, "--apply", "--yes"]);

        unasked.Code.ShouldBe(4);
        unasked.Error.ShouldContain("nothing was changed");
        outcome.Code.ShouldBe(0, outcome.Screen);
        Repair.WithoutRuns(outcome.Out[outcome.Out.IndexOf("public.users by email: unique", StringComparison.Ordinal)..]).ShouldBeApproved("done-text", shop.Hidden);
        again.Code.ShouldBe(0);
        again.Out.ShouldBe("public.users by email: unique already, by users_email_key; there is nothing to do.\n");
        (await shop.ScalarAsync<long>("SELECT count(*) FROM users")).ShouldBe(3);
    }

    [PostgreSqlFact]
    public async Task The_document_has_the_plan_and_what_was_done()
    {
        await using var shop = await Repair.OpenAsync();

        var outcome = await shop.CallAsync([.. ByEmail, "--keep", "first", "--guard", "--name", "one_email", "--apply", "--yes", "--json"]);

        outcome.Code.ShouldBe(0, outcome.Screen);
        using var json = JsonDocument.Parse(outcome.Out);
        var root = json.RootElement;
        root.GetProperty("schema").GetString().ShouldBe("uniquity/enforce/1");
        root.GetProperty("applied").GetBoolean().ShouldBeTrue();
        root.GetProperty("name").GetString().ShouldBe("one_email");
        root.GetProperty("groups").GetInt64().ShouldBe(2);
        root.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("kind").GetString()).ShouldBe(["guard", "resolve", "build", "verify", "unguard"]);
        root.GetProperty("runs")[0].GetProperty("undo").GetString()!.ShouldStartWith("uniquity undo r-");
        root.GetProperty("done").GetArrayLength().ShouldBe(5);
    }

    [PostgreSqlFact]
    public async Task Masked_keys_are_hidden()
    {
        await using var shop = await Repair.OpenAsync();
        var outcome = await shop.CallAsync([.. ByEmail, "--keep", "first", "--mask"]);
        outcome.Code.ShouldBe(0);
        outcome.Screen.ShouldNotContain("anna@example.com");
    }

    [Fact]
    public async Task SQLite_is_enforced_in_one_transaction()
    {
        using var shop = await Shop.OpenAsync();
        string[] call = ["enforce", "--on", "users", "--key", "email", "--fold", "case", "--where", "deleted_at is null", "--replace", "users_email_key", "--db", shop.Url];

        (await Running.Cli.RunAsync(call)).Code.ShouldBe(1);
        var outcome = await Running.Cli.RunAsync([.. call, "--keep", "first", "--apply", "--yes"]);

        outcome.Code.ShouldBe(0, outcome.Screen);
        Repair.WithoutRuns(outcome.Screen).ShouldBeApproved("sqlite-text", shop.Hidden);
        (await Running.Cli.RunAsync([.. call[..^4], "--db", shop.Url])).Out.ShouldContain("unique already, by users_email_key");
    }

    [Theory]
    [InlineData("--on users", "which key?")]
    [InlineData("--key email", "which table?")]
    [InlineData("--on users --key email --nulls distnct", "nearest right call: --nulls distinct")]
    [InlineData("--on users --key email --as constrant", "nearest right call: --as constraint")]
    [InlineData("--on users --key email --keep fist", "nearest right call: --keep first")]
    public async Task A_wrong_word_is_told_before_a_database_is_asked(string words, string answer)
    {
        var outcome = await Running.Cli.RunAsync(["enforce", .. words.Split(' '), "--db", "postgres://nobody@192.0.2.1/none"]);
        outcome.Code.ShouldBe(2);
        outcome.Error.ShouldContain(answer);
    }
}
