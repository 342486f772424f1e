using System.Text.Json;
using Uniquity.Cli.Tests.Running;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Resolve;

/// <summary>A whole repair of a SQLite file, as a person does it.</summary>
public sealed class SqliteTests : IDisposable
{
    private readonly SqliteDatabase _shop = new("the shop's.db");

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_file_is_planned_applied_listed_undone_and_forgotten()
    {
        await ExecuteAsync("""
            CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, visits INTEGER);
            INSERT INTO users VALUES (1, 'anna@example.com', 3), (2, 'bo@example.com', 1), (3, 'anna@example.com', 5);
            CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users ON DELETE CASCADE);
            INSERT INTO orders VALUES (1, 1), (2, 3)
            """);
        var plan = Path.Combine(Path.GetDirectoryName(_shop.FilePath)!, "plan.json");

        var planned = await CallAsync("resolve", "--on", "users", "--key", "email", "--keep", "first", "--merge", "visits=sum", "--out", plan);
        planned.Code.ShouldBe(0, planned.Screen);
        planned.Out.ShouldContain("orders.user_id");
        (await CallAsync("indexes")).Out.ShouldNotContain("uniquity");

        var applied = await CallAsync("apply", plan, "--yes", "--json");
        applied.Code.ShouldBe(0, applied.Screen);
        using var json = JsonDocument.Parse(applied.Out);
        new[] { "groups", "removed", "changed", "repointed", "archived" }.Select(name => json.RootElement.GetProperty(name).GetInt64()).ShouldBe([1, 1, 1, 1, 3]);
        var run = json.RootElement.GetProperty("run").GetString()!;
        (await CallAsync("indexes")).Out.ShouldNotContain("uniquity");

        var again = await CallAsync("apply", plan, "--yes");
        again.Code.ShouldBe(4);
        again.Error.ShouldContain("have changed since");

        var listed = await CallAsync("runs", "--json");
        using var runs = JsonDocument.Parse(listed.Out);
        runs.RootElement.GetProperty("runs")[0].GetProperty("next").GetString()!.ShouldStartWith($"uniquity undo {run} --db ");

        var undone = await CallAsync("undo", run);
        undone.Code.ShouldBe(0, undone.Screen);
        undone.Out.ShouldContain("2 rows and 1 reference are back");
        (await CallAsync("undo", run)).Code.ShouldBe(4);
        (await CallAsync("runs", "--forget", run, "--yes")).Out.ShouldContain("No run is archived");
    }

    [Fact]
    public async Task An_undo_after_edits_says_what_it_left_and_ends_with_5()
    {
        await ExecuteAsync("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); INSERT INTO users VALUES (1, 'a'), (2, 'a')");
        (await CallAsync("resolve", "--on", "users", "--key", "email", "--keep", "first", "--apply", "--yes")).Code.ShouldBe(0);
        await ExecuteAsync("INSERT INTO users VALUES (2, 'new')");
        using var runs = JsonDocument.Parse((await CallAsync("runs", "--json")).Out);

        var undone = await CallAsync("undo", runs.RootElement.GetProperty("runs")[0].GetProperty("run").GetString()!);

        undone.Code.ShouldBe(5, undone.Screen);
        undone.Out.ShouldContain("users 2: another row has its key now (users.id)");
    }

    private Task<Outcome> CallAsync(params string[] args) => Running.Cli.RunAsync([.. args, "--db", _shop.Url]);

    private async Task ExecuteAsync(string sql)
    {
        Sqlite.SqliteDriver.Use();
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_shop.FilePath};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
