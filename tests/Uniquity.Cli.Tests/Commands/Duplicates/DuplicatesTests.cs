using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands.Duplicates;

public sealed class DuplicatesTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async Task InitializeAsync() => _shop = await Shop.OpenAsync();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Duplicates_are_shown_largest_first_and_are_exit_1()
    {
        var outcome = await Find("--on", "orders", "--key", "reference");

        outcome.Code.ShouldBe(1);
        outcome.Screen.ShouldBeApproved("duplicates-text");
    }

    [Fact]
    public async Task No_duplicates_are_exit_0()
    {
        var outcome = await Find("--on", "users", "--key", "email");

        outcome.Code.ShouldBe(0);
        outcome.Out.ShouldStartWith("users by email: no duplicates\n");
    }

    [Fact]
    public async Task Json_has_the_members_of_the_contract() => (await Find("--on", "orders", "--key", "reference,part", "--json")).Out.ShouldBeApproved("duplicates-json");

    [Fact]
    public async Task A_terminal_gets_a_table() =>
        (await new Running.Cli { OnTerminal = true, Width = 70 }.CallAsync("duplicates", "--db", _shop.Url, "--on", "orders", "--key", "reference", "--include-null", "--top", "2"))
            .Out.ShouldBeApproved("duplicates-terminal");

    [Fact]
    public async Task Folding_joins_what_differs_in_case_and_space()
    {
        (await Find("--on", "users", "--key", "email", "--fold", "case")).Out.ShouldContain("1 key is shared, 1 excess row\n");
        (await Find("--on", "users", "--key", "email", "--fold", "case,space")).Out.ShouldContain("1 key is shared, 2 excess rows\n");
    }

    [Fact]
    public async Task A_filter_and_the_number_of_groups_are_heeded()
    {
        var outcome = await Find("--on", "orders", "--key", "reference", "--where", "reference <> ''", "--top", "1");

        outcome.Out.ShouldContain("2 keys are shared, 3 excess rows");
        outcome.Out.ShouldContain("… and 1 more group");
    }

    [Fact]
    public async Task Without_a_key_every_unique_index_is_held_against_the_data()
    {
        var outcome = await Find("--on", "users");

        outcome.Code.ShouldBe(0);
        outcome.Screen.ShouldBeApproved("obedience-text");
        (await Find("--on", "users", "--json")).Out.ShouldBeApproved("obedience-json");
    }

    [Fact]
    public async Task Ndjson_streams_every_group()
    {
        var outcome = await Find("--on", "orders", "--key", "reference", "--top", "1", "--ndjson");

        outcome.Code.ShouldBe(1);
        outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ShouldBe([
            """{"key":{"reference":""},"count":2,"ids":["8","9"]}""",
            """{"key":{"reference":"a"},"count":3,"ids":["1","2","3"]}""",
            """{"key":{"reference":"b"},"count":2,"ids":["4","5"]}"""]);
    }

    [Fact]
    public async Task Masked_values_are_nowhere()
    {
        foreach (var format in new[] { "--json", "--ndjson", "--verbose" })
        {
            var outcome = await Find("--on", "users", "--key", "lower(email)", "--mask", format);

            outcome.Code.ShouldBe(1);
            outcome.Screen.ShouldNotContain("bo@example.com");
            outcome.Screen.ShouldMatch("#[0-9a-f]{10}");
        }
    }

    [Theory]
    [InlineData("--fold|upper", "--fold is of case, space and unicode, not upper; nearest right call: --fold case,space,unicode")]
    [InlineData("--fold|spaces", "--fold is of case, space and unicode, not spaces; nearest right call: --fold space")]
    [InlineData("--fold|", "--fold wants one or more of case, space, unicode; nearest right call: --fold case")]
    [InlineData("--top|many", "--top is a number from 0 to 100000, not many; nearest right call: --top 20 (all groups: --out FILE)")]
    public async Task A_wrong_option_is_said_to_be(string options, string said)
    {
        var outcome = await Find(["--on", "orders", "--key", "reference", .. options.Split('|')]);

        outcome.Error.ShouldBe($"uniquity: {said}\n");
        outcome.Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_a_wrong_call()
    {
        var outcome = await Find("--on", "orders", "--key", "referense");

        outcome.Code.ShouldBe(2);
        outcome.Error.ShouldContain("reference");
    }

    private Task<Outcome> Find(params string[] args) => Running.Cli.RunAsync(["duplicates", "--db", _shop.Url, .. args]);
}
