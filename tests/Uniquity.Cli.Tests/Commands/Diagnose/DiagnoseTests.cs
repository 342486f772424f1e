using System.Text.Json;
using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands.Diagnose;

public sealed class DiagnoseTests : IAsyncLifetime
{
    private const string SignUp = "INSERT INTO users (tenant_id, email, name) VALUES (1, 'anna@example.com', 'Anna B.')";
    private Shop _shop = null!;

    public async Task InitializeAsync() => _shop = await Shop.OpenAsync();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_refused_insert_is_taken_to_its_cause()
    {
        var outcome = await Diagnose(await _shop.RefusedAsync(SignUp), "--statement", SignUp);

        outcome.Code.ShouldBe(0);
        outcome.Screen.ShouldBeApproved("diagnose-text", _shop.Hidden);
    }

    [Fact]
    public async Task Json_has_the_members_of_the_contract()
    {
        var outcome = await Diagnose(await _shop.RefusedAsync(SignUp), "--statement", SignUp, "--json");

        outcome.Code.ShouldBe(0);
        outcome.Out.ShouldBeApproved("diagnose-json", _shop.Hidden);
    }

    [Fact]
    public async Task A_terminal_sees_the_two_rows_side_by_side()
    {
        var terminal = new Running.Cli { OnTerminal = true, Width = 80 };

        (await terminal.CallAsync("diagnose", await _shop.RefusedAsync(SignUp), "--statement", SignUp, "--db", _shop.Url)).Out.ShouldBeApproved("diagnose-terminal", _shop.Hidden);
    }

    [Fact]
    public async Task On_a_terminal_the_timeline_is_told_on_standard_error()
    {
        var outcome = await new Running.Cli { ErrorOnTerminal = true }.CallAsync("diagnose", "UNIQUE constraint failed: users.email", "--value", "bo@example.com", "--db", _shop.Url);

        outcome.Error.ShouldContain("find the row that holds the key");
        outcome.Error.ShouldMatch(@"checked \d+ causes");
        (await new Running.Cli { ErrorOnTerminal = true }.CallAsync("diagnose", "UNIQUE constraint failed: users.email", "--db", _shop.Url, "--quiet")).Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_refused_row_can_come_as_a_document()
    {
        var outcome = await new Running.Cli { Input = """{"tenant_id": 7, "email": "cy@example.com", "name": "Cy"}"""u8.ToArray() }
            .CallAsync("diagnose", "--on", "users", "--key", "email", "--document", "-", "--db", _shop.Url, "--json");

        outcome.Code.ShouldBe(0);
        using var json = JsonDocument.Parse(outcome.Out);
        json.RootElement.GetProperty("holder").GetProperty("row").GetProperty("id").GetInt32().ShouldBe(5);
        json.RootElement.GetProperty("refused").GetProperty("tenant_id").GetInt32().ShouldBe(7);
        json.RootElement.GetProperty("causes")[0].GetProperty("code").GetString().ShouldBe("UQ112");
    }

    [Fact]
    public async Task The_refused_row_can_stand_in_the_call_itself()
    {
        var outcome = await Running.Cli.RunAsync("diagnose", "--on", "users", "--key", "email", "--document", """{"tenant_id": 7, "email": "cy@example.com"}""", "--db", _shop.Url, "--json");

        outcome.Code.ShouldBe(0, outcome.Error);
        using var json = JsonDocument.Parse(outcome.Out);
        json.RootElement.GetProperty("refused").GetProperty("tenant_id").GetInt32().ShouldBe(7);
        var broken = await Running.Cli.RunAsync("diagnose", "--on", "users", "--key", "email", "--document", "{tenant: 7", "--db", _shop.Url);
        (broken.Code, broken.Error).ShouldBe((2, "uniquity: --document: the text is no JSON at line 1, column 2\n"));
    }

    [Theory]
    [InlineData("[1]", "--document wants one JSON object, and standard input holds a list")]
    [InlineData("{\"a\": \n oops}", "--document: standard input is no JSON at line 2, column 2")]
    public async Task A_document_that_is_none_is_a_wrong_call(string document, string said)
    {
        var outcome = await Running.Cli.PipeAsync(document, "diagnose", "--on", "users", "--key", "email", "--document", "-", "--db", _shop.Url);

        outcome.Error.ShouldBe($"uniquity: {said}\n");
        outcome.Code.ShouldBe(2);
    }

    [Theory]
    [InlineData("expected")]
    [InlineData("exclusive")]
    public async Task The_rules_tell_an_expected_conflict_from_an_alarm(string conflict)
    {
        var rules = Path.Combine(_shop.Folder, "uniquity.yaml");
        await File.WriteAllTextAsync(rules, $"rules:\n  - on: users\n    key: [email]\n    conflict: {conflict}\n");

        (await Diagnose("UNIQUE constraint failed: users.email", "--value", "cy@example.com", "--rules", rules, "--json")).Out.ShouldContain($"\"conflict\": \"{conflict}\"");
        (await Diagnose("UNIQUE constraint failed: users.email", "--value", "cy@example.com", "--rules", rules)).Out.ShouldContain($"conflict  {conflict}, say the rules");
    }

    [Fact]
    public async Task A_text_without_a_violation_is_exit_1()
    {
        var outcome = await Running.Cli.PipeAsync("all is well\n", "diagnose", "-", "--db", _shop.Url);

        outcome.Code.ShouldBe(1);
        outcome.Error.ShouldBe("No unique violation: 12 bytes of text hold none.\n");
    }

    [Fact]
    public async Task Masked_the_key_is_nowhere_to_be_read()
    {
        foreach (var format in new[] { "--json", "--ndjson", "--verbose" })
        {
            var outcome = await Diagnose(await _shop.RefusedAsync(SignUp), "--statement", SignUp, "--mask", format);

            outcome.Code.ShouldBe(0);
            outcome.Screen.ShouldContain("UQ108");
            outcome.Screen.ShouldNotContain("anna@example.com");
        }
    }

    [Fact]
    public async Task Every_query_of_the_evidence_runs_as_it_stands()
    {
        using var json = JsonDocument.Parse((await Diagnose(await _shop.RefusedAsync(SignUp), "--statement", SignUp, "--json")).Out);
        var queries = json.RootElement.GetProperty("causes").EnumerateArray()
            .SelectMany(cause => cause.GetProperty("evidence").EnumerateArray())
            .Select(evidence => evidence.GetProperty("query").GetString()).Where(query => query is not null).ToList();

        queries.ShouldNotBeEmpty();
        foreach (var query in queries) await _shop.ExecuteAsync(query!);
    }

    private Task<Outcome> Diagnose(params string[] args) => Running.Cli.RunAsync(["diagnose", "--db", _shop.Url, .. args]);
}
