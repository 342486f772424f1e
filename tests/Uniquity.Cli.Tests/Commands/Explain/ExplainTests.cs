using System.Text.Json;
using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands.Explain;

public class ExplainTests
{
    private const string PostgreSql = """
        ERROR:  duplicate key value violates unique constraint "users_email_key"
        DETAIL:  Key (tenant_id, email)=(7, anna@example.com) already exists.
        """;

    private const string Log = """
        2026-11-20 10:00:01 UTC [71] ERROR:  duplicate key value violates unique constraint "users_email_key"
        2026-11-20 10:00:01 UTC [71] DETAIL:  Key (email)=(anna@example.com) already exists.
        E11000 duplicate key error collection: shop.users index: phone_1 dup key: { phone: null }
        2026-11-20 10:00:09 UTC [72] ERROR:  duplicate key value violates unique constraint "users_email_key"
        2026-11-20 10:00:09 UTC [72] DETAIL:  Key (email)=(anna@example.com) already exists.
        2026-11-20 10:00:10 UTC [73] ERROR:  insert or update on table "orders" violates foreign key constraint "orders_user_id_fkey"
        2026-11-20 10:00:10 UTC [73] DETAIL:  Key (user_id)=(9) is not present in table "users".
        """;

    [Fact]
    public async Task A_violation_is_explained_in_words()
    {
        var outcome = await Running.Cli.RunAsync("explain", PostgreSql);

        outcome.Code.ShouldBe(0);
        outcome.Screen.ShouldBeApproved("explain-text");
    }

    [Fact]
    public async Task A_violation_is_printed_as_the_contract_says()
    {
        var outcome = await Running.Cli.PipeAsync(PostgreSql, "explain", "-", "--json");

        outcome.Code.ShouldBe(0);
        outcome.Out.ShouldBeApproved("explain-json");
    }

    [Fact]
    public async Task A_log_with_several_violations_and_other_errors_is_read()
    {
        var text = await Running.Cli.PipeAsync(Log, "explain");
        var json = await Running.Cli.PipeAsync(Log, "explain", "--json");

        text.Screen.ShouldBeApproved("explain-log-text");
        json.Out.ShouldBeApproved("explain-log-json");
    }

    [Fact]
    public async Task A_terminal_gets_colour() =>
        (await new Running.Cli { OnTerminal = true, Width = 72 }.CallAsync("explain", PostgreSql)).Out.ShouldBeApproved("explain-terminal");

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task A_terminal_that_wants_no_colour_gets_none(string variable, string value) =>
        (await new Running.Cli { OnTerminal = true, Variables = new Dictionary<string, string> { [variable] = value } }.CallAsync("explain", PostgreSql)).Out.ShouldNotContain("\u001b");

    [Fact]
    public async Task The_option_for_colour_outweighs_terminal_and_variable()
    {
        var noColor = new Running.Cli { OnTerminal = true, Variables = new Dictionary<string, string> { ["NO_COLOR"] = "1" } };

        (await noColor.CallAsync("explain", PostgreSql, "--color", "always")).Out.ShouldContain("\u001b[");
        (await new Running.Cli { OnTerminal = true }.CallAsync("explain", PostgreSql, "--color", "never")).Out.ShouldNotContain("\u001b");
        (await Running.Cli.RunAsync("explain", PostgreSql, "--color", "always")).Out.ShouldContain("\u001b[");
    }

    [Fact]
    public async Task What_a_value_would_do_to_the_terminal_is_shown_and_not_done()
    {
        var outcome = await new Running.Cli { OnTerminal = true }.CallAsync(
            "explain", "--color", "never", "duplicate key value violates unique constraint \"t_a_key\"\nDETAIL:  Key (a)=(\u001b]0;owned\u0007\u001b[2J[red]x[/]\u202e) already exists.");

        outcome.Out.ShouldNotContain("\u001b");
        outcome.Out.ShouldNotContain("\u202e");
        outcome.Out.ShouldContain(@"\x1b]0;owned\x07\x1b[2J[red]x[/]\u202e");
    }

    [Fact]
    public async Task Prose_about_a_violation_is_none()
    {
        var outcome = await Running.Cli.RunAsync("explain", "We saw a lot of trouble on Monday and nobody knows why.");

        outcome.Code.ShouldBe(1);
        outcome.Screen.ShouldBeApproved("explain-nothing");
    }

    [Fact]
    public async Task A_related_error_is_named_with_its_page_and_is_no_violation()
    {
        var outcome = await Running.Cli.RunAsync("explain", "ERROR:  insert or update on table \"orders\" violates foreign key constraint \"orders_user_id_fkey\"");

        outcome.Code.ShouldBe(1);
        outcome.Out.ShouldContain("UQ901  foreign key");
        outcome.Out.ShouldContain("uniquity explain UQ901");
    }

    [Fact]
    public async Task Masked_values_are_nowhere_and_equal_where_they_were_equal()
    {
        var outcome = await Running.Cli.PipeAsync(Log, "explain", "--mask", "--json");

        outcome.Screen.ShouldNotContain("anna");
        using var json = JsonDocument.Parse(outcome.Out);
        var first = json.RootElement.GetProperty("violations")[0];
        first.GetProperty("times").GetInt32().ShouldBe(2);
        first.GetProperty("key")[0].GetProperty("value").GetString()!.ShouldMatch("^#[0-9a-f]{10}$");
        json.RootElement.GetProperty("violations")[1].GetProperty("key")[0].GetProperty("isNull").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Who_names_a_database_is_told_which_command_asks_it()
    {
        var outcome = await Running.Cli.RunAsync("explain", PostgreSql, "--db", "sqlite:shop.db");

        outcome.Error.ShouldBe("explain asks no database; to ask it: uniquity diagnose\n");
        outcome.Code.ShouldBe(0);
    }

    [Fact]
    public async Task One_line_of_json_is_one_line()
    {
        var outcome = await Running.Cli.PipeAsync(Log, "explain", "--ndjson");

        outcome.Out.Count(c => c == '\n').ShouldBe(1);
        outcome.Out.ShouldStartWith("{\"schema\":\"uniquity/explain/1\",\"violations\":[{\"engine\":");
    }

    [Theory]
    [InlineData("UQ999")]
    [InlineData("uq10")]
    public async Task A_cause_that_does_not_exist_is_a_wrong_call_with_the_nearest_one(string code)
    {
        var outcome = await Running.Cli.RunAsync("explain", code);

        outcome.Code.ShouldBe(2);
        outcome.Error.ShouldContain($"there is no cause {code}; nearest right call: uniquity explain UQ");
    }
}
