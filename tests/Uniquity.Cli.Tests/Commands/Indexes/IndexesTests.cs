using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands.Indexes;

public sealed class IndexesTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async Task InitializeAsync() => _shop = await Shop.OpenAsync();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_indexes_of_a_database_are_listed_by_table()
    {
        var outcome = await Running.Cli.RunAsync("indexes", "--db", _shop.Url);

        outcome.Code.ShouldBe(0);
        outcome.Screen.ShouldBeApproved("indexes-text", _shop.Hidden);
    }

    [Fact]
    public async Task A_terminal_gets_tables() =>
        (await new Running.Cli { OnTerminal = true, Width = 90, Variables = new Dictionary<string, string> { ["UNIQUITY_DB"] = _shop.Url } }.CallAsync("indexes"))
            .Out.ShouldBeApproved("indexes-terminal");

    [Fact]
    public async Task Json_has_the_members_of_the_contract() =>
        (await Running.Cli.RunAsync("indexes", "--db", _shop.Url, "--on", "users", "--json")).Out.ShouldBeApproved("indexes-json");

    [Fact]
    public async Task Ndjson_has_an_index_per_line()
    {
        var lines = (await Running.Cli.RunAsync("indexes", "--db", _shop.Url, "--ndjson")).Out.TrimEnd('\n').Split('\n');

        lines.Length.ShouldBe(5);
        lines.ShouldAllBe(line => line.StartsWith("{\"table\":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_without_a_unique_index_is_said_to_have_none()
    {
        await _shop.ExecuteAsync("CREATE TABLE bare (a TEXT) ");

        (await Running.Cli.RunAsync("indexes", "--db", _shop.Url, "--on", "bare")).Out.ShouldBe("bare has no unique index: nothing keeps two of its rows apart.\n");
    }

    [Theory]
    [InlineData("user", "; nearest right call: --on users")]
    [InlineData("frobnicate", "")]
    public async Task A_table_that_is_not_there_is_exit_3_with_the_nearest_name(string table, string nearest)
    {
        var outcome = await Running.Cli.RunAsync("indexes", "--db", _shop.Url, "--on", table);

        outcome.Code.ShouldBe(3);
        outcome.Error.ShouldBe($"uniquity: there is no table {table} in {_shop.Url["sqlite:".Length..]}{nearest}\n");
    }

    [Fact]
    public async Task A_quoted_name_is_found() =>
        (await Running.Cli.RunAsync("indexes", "--db", _shop.Url, "--on", "\"we\"\"ird table\"")).Out.ShouldContain("a,b");

    [Fact]
    public async Task The_statements_are_shown_to_who_asks()
    {
        var outcome = await Running.Cli.RunAsync("indexes", "--db", _shop.Url, "--verbose");

        outcome.Error.ShouldContain("sqlite_master");
        outcome.Out.ShouldNotContain("sqlite_master");
    }
}
