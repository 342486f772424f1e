using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands.Duplicates;

public sealed class ExportTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async Task InitializeAsync() => _shop = await Shop.OpenAsync();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Csv_keeps_null_and_the_empty_text_apart_and_quotes_what_must_be()
    {
        await _shop.ExecuteAsync("INSERT INTO orders (reference, part) VALUES ('say \"hi\", x', 9), ('say \"hi\", x', 9)");

        var file = Path.Combine(_shop.Folder, "groups.csv");
        var outcome = await Find("--key", "reference", "--include-null", "--out", file);

        outcome.Code.ShouldBe(1);
        outcome.Out.ShouldContain($"Every group is in {file}.");
        var lines = (await File.ReadAllTextAsync(file)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("reference,rows,ids");
        lines[1..].ShouldBe([",2,6 7", "\"\",2,8 9", "a,3,1 2 3", "b,2,4 5", "\"say \"\"hi\"\", x\",2,10 11"], ignoreOrder: true);
    }

    [Fact]
    public async Task Ndjson_has_a_group_per_line()
    {
        var file = Path.Combine(_shop.Folder, "groups.ndjson");
        var outcome = await Find("--key", "reference,part", "--out", file, "--json");

        outcome.Out.ShouldContain("\"out\": ");
        var lines = (await File.ReadAllTextAsync(file)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Order(StringComparer.Ordinal).ShouldBe([
            """{"key":{"reference":"","part":"4"},"count":2,"ids":["8","9"]}""",
            """{"key":{"reference":"a","part":"1"},"count":3,"ids":["1","2","3"]}"""]);
    }

    [Fact]
    public async Task A_file_that_is_there_is_left_alone_unless_asked()
    {
        var file = Path.Combine(_shop.Folder, "groups.csv");
        await File.WriteAllTextAsync(file, "mine");

        var refused = await Find("--key", "reference", "--out", file);
        refused.Code.ShouldBe(4);
        refused.Error.ShouldBe($"uniquity: {file} is there already and was left as it is; to replace it, add --yes\n");
        (await File.ReadAllTextAsync(file)).ShouldBe("mine");

        (await Find("--key", "reference", "--out", file, "--yes")).Code.ShouldBe(1);
        (await File.ReadAllTextAsync(file)).ShouldStartWith("reference,rows,ids\n");
    }

    [Fact]
    public async Task A_file_that_could_not_be_finished_is_not_there()
    {
        var file = Path.Combine(_shop.Folder, "groups.csv");

        // A folder of the file's name: what was written cannot be moved there at the end.
        Directory.CreateDirectory(file);
        var outcome = await Find("--key", "reference", "--out", file);

        outcome.Code.ShouldBe(5);
        outcome.Error.ShouldStartWith("uniquity: 3 groups could be written, then: ");
        Directory.GetFiles(_shop.Folder, "*.part").ShouldBeEmpty();
    }

    [Fact]
    public async Task Masked_values_are_not_in_the_file()
    {
        var file = Path.Combine(_shop.Folder, "groups.csv");
        await Find("--key", "note,reference", "--include-null", "--mask", "--out", file);

        (await File.ReadAllTextAsync(file)).ShouldMatch(@"(?m)^,#[0-9a-f]{10},2,");
    }

    private Task<Outcome> Find(params string[] args) => Running.Cli.RunAsync(["duplicates", "--db", _shop.Url, "--on", "orders", .. args]);
}
