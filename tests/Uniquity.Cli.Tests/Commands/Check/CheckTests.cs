using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands.Check;

public sealed class CheckTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async Task InitializeAsync() => _shop = await Shop.OpenAsync();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    private const string Drifted = """
        rules:
          - on: users
            key: [lower(email)]
            where: deleted_at is null
          - on: users
            key: [email]
            where: deleted_at is null
          - on: orders
            key: [reference, part]
            conflict: expected
          - {on: order, key: [id]}
        """;

    [Fact]
    public async Task Drift_is_told_with_the_call_that_ends_it()
    {
        var outcome = await CheckAsync(Drifted);

        outcome.Code.ShouldBe(1);
        outcome.Screen.ShouldBeApproved("check-drift", _shop.Hidden);
    }

    [Fact]
    public async Task Json_has_the_members_of_the_contract()
    {
        var outcome = await CheckAsync(Drifted, "--json");

        outcome.Code.ShouldBe(1);
        outcome.Out.ShouldBeApproved("check-json", _shop.Hidden);
    }

    [Fact]
    public async Task A_database_that_is_as_its_rules_say_is_done_in_two_lines()
    {
        var outcome = await CheckAsync("rules: [{on: users, key: [email]}, {on: '\"we\"\"ird table\"', key: ['\"a,b\"']}]");

        outcome.Code.ShouldBe(0);
        outcome.Screen.ShouldBeApproved("check-held", _shop.Hidden);
    }

    [Fact]
    public async Task Rows_are_not_counted_where_nobody_wants_it()
    {
        var outcome = await CheckAsync("rules: [{on: orders, key: [reference]}]", "--on", "orders", "--no-data");

        outcome.Code.ShouldBe(1);
        outcome.Out.ShouldNotContain("VIOLATED");
        outcome.Out.ShouldContain("unchecked  orders (reference)");
    }

    [Fact]
    public async Task An_empty_file_wants_nothing_so_every_index_is_extra()
    {
        var outcome = await CheckAsync("", "--on", "users");

        outcome.Code.ShouldBe(1);
        outcome.Out.ShouldContain("EXTRA      users (email)");
    }

    [Fact]
    public async Task A_broken_file_is_a_wrong_call_before_the_database_is_asked()
    {
        var outcome = await new Running.Cli().CallAsync("check", "--db", "sqlite:/no/such/file.db", "--rules", Write("rules:\n  - on: users\n    kye: [a]\n"));

        outcome.Code.ShouldBe(2);
        outcome.Error.ShouldContain(":3:5: a rule has no 'kye'; did you mean key?");
    }

    [Fact]
    public async Task Without_a_file_the_default_is_named()
    {
        var outcome = await Running.Cli.RunAsync("check", "--db", _shop.Url);

        outcome.Code.ShouldBe(2);
        outcome.Error.ShouldContain("there is no uniquity.yaml here; nearest right call: uniquity check --rules FILE");
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_no_drift() =>
        (await Running.Cli.RunAsync("check", "--db", "sqlite:/no/such/file.db", "--rules", Write("rules: []"))).Code.ShouldBe(3);

    [Fact]
    public async Task Nothing_is_written()
    {
        var before = await File.ReadAllBytesAsync(Path.Combine(_shop.Folder, "shop.db"));
        await CheckAsync(Drifted);
        (await File.ReadAllBytesAsync(Path.Combine(_shop.Folder, "shop.db"))).ShouldBe(before);
    }

    private Task<Outcome> CheckAsync(string rules, params string[] options) => Running.Cli.RunAsync(["check", "--db", _shop.Url, "--rules", Write(rules), .. options]);

    private string Write(string rules)
    {
        var path = Path.Combine(_shop.Folder, "uniquity.yaml");
        File.WriteAllText(path, rules);
        return path;
    }
}
