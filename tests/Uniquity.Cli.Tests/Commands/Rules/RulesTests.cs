using System.Text.Json;
using Uniquity.Cli.Tests.Running;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Rules;

public sealed class RulesTests : IAsyncLifetime
{
    private Shop _shop = null!;

    private string OutPath => Path.Combine(_shop.Folder, "uniquity.yaml");

    public async Task InitializeAsync() => _shop = await Shop.OpenAsync();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Rules_are_written_with_comments()
    {
        await _shop.ExecuteAsync("CREATE UNIQUE INDEX again ON users (email); CREATE UNIQUE INDEX live ON users (lower(name), tenant_id) WHERE deleted_at IS NULL AND name <> 'Bo'");

        var outcome = await Running.Cli.RunAsync("rules", "--db", _shop.Url);

        outcome.Code.ShouldBe(0);
        outcome.Screen.ShouldBeApproved("rules-text", _shop.Hidden);
    }

    [Fact]
    public async Task Check_finds_no_drift_against_the_rules_that_were_written()
    {
        (await Running.Cli.RunAsync("rules", "--db", _shop.Url, "--out", OutPath)).Screen.ShouldBeApproved("rules-out", _shop.Hidden);
        (await Running.Cli.RunAsync("check", "--db", _shop.Url, "--rules", OutPath)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_only_when_told()
    {
        await File.WriteAllTextAsync(OutPath, "mine");

        var refused = await Running.Cli.RunAsync("rules", "--db", _shop.Url, "--out", OutPath);

        refused.Code.ShouldBe(4);
        (await File.ReadAllTextAsync(OutPath)).ShouldBe("mine");
        (await Running.Cli.RunAsync("rules", "--db", _shop.Url, "--out", OutPath, "--yes")).Code.ShouldBe(0);
        (await File.ReadAllTextAsync(OutPath)).ShouldStartWith("# The unique keys of ");
        Directory.GetFiles(_shop.Folder, "*.part").ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_ending_is_a_wrong_call() =>
        (await Running.Cli.RunAsync("rules", "--db", _shop.Url, "--out", "rules.txt")).Error.ShouldContain("nearest right call: --out rules.yaml");

    [Fact]
    public async Task Json_has_the_members_of_the_rules_file()
    {
        using var json = JsonDocument.Parse((await Running.Cli.RunAsync("rules", "--db", _shop.Url, "--json", "--on", "users")).Out);

        json.RootElement.GetProperty("schema").GetString().ShouldBe("uniquity/rules/1");
        var rule = json.RootElement.GetProperty("rules").EnumerateArray().ShouldHaveSingleItem();
        rule.GetProperty("on").GetString().ShouldBe("users");
        rule.GetProperty("key")[0].GetString().ShouldBe("email");
        rule.GetProperty("conflict").GetString().ShouldBe("exclusive");
        rule.GetProperty("index").GetProperty("name").GetString().ShouldBe("users_email_key");
    }

    [PostgreSqlFact]
    public async Task On_a_server_diagnose_says_what_the_rules_say_of_the_index()
    {
        await using var database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE inbox (id int PRIMARY KEY, message varchar(40)); CREATE UNIQUE INDEX ux ON inbox (lower(message)); INSERT INTO inbox VALUES (1, 'a')");
        (await Running.Cli.RunAsync("rules", "--db", database.Url, "--out", OutPath)).Code.ShouldBe(0);
        (await Running.Cli.RunAsync("check", "--db", database.Url, "--rules", OutPath)).Code.ShouldBe(0);
        await File.WriteAllTextAsync(OutPath, "rules: [{on: inbox, key: [LOWER(message)], conflict: expected}]");

        var outcome = await Running.Cli.RunAsync("diagnose", "--db", database.Url, "--on", "inbox", "--key", "lower(message::text)", "--value", "a", "--rules", OutPath);

        outcome.Out.ShouldContain("expected, say the rules");
    }
}
