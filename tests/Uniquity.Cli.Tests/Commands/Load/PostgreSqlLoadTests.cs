using System.Globalization;
using System.Text.Json;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Load;

public sealed class PostgreSqlLoadTests : IDisposable
{
    private const string Users = """
        CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE, age int CHECK (age > 0), name varchar(5), seen timestamptz);
        INSERT INTO users (id, email, age, name) VALUES (1, 'a@x', 3, 'ann');
        SELECT setval('users_id_seq', 1);
        """;

    private const string Hard = "id,email,age,name,seen\n1,a@x,30,anna,2026-01-01\n2,b@x,5,bob,2026-01-01\n3,a@x,5,carl,\n4,d@x,x5,dora,\n5,e@x,-1,eve,\n6,f@x,7,toolong,\n7,\"g\"\"@x\",7,,\n2,b@x,9,bobby,2026-02-01\n8,h@x,7\n9,\"multi\nline\",8,i,\n";

    private readonly string folder = Directory.CreateTempSubdirectory("uniquity-load-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [PostgreSqlTheory]
    [InlineData("skip", 3, 0, 2, "ann", "bob")]
    [InlineData("update", 3, 2, 0, "anna", "bobby")]
    [InlineData("newer:seen", 3, 2, 0, "anna", "bobby")]
    [InlineData("replace", 3, 2, 0, "anna", "bobby")]
    public async Task Every_record_is_counted_once(string policy, int inserted, int updated, int skipped, string first, string second)
    {
        await using var database = await OpenAsync();
        var rejects = Path.Combine(folder, "rejects.ndjson");

        var outcome = await Running.Cli.RunAsync("load", File("users.csv", Hard), "--into", "users", "--key", "id", "--on-conflict", policy, "--db", database.Url, "--rejects", rejects, "--json");

        outcome.Code.ShouldBe(1);
        using var json = JsonDocument.Parse(outcome.Out);
        int Count(string name) => json.RootElement.GetProperty(name).GetInt32();
        (Count("read"), Count("inserted"), Count("updated"), Count("skipped"), Count("rejected")).ShouldBe((10, inserted, updated, skipped, 5));
        (await database.ScalarAsync<string>("SELECT name FROM users WHERE id = 1")).ShouldBe(first);
        (await database.ScalarAsync<string>("SELECT name FROM users WHERE id = 2")).ShouldBe(second);
        (await database.ScalarAsync<string>("SELECT email FROM users WHERE id = 9")).ShouldBe("multi\nline");
        (await database.ScalarAsync<long>("SELECT nextval('users_id_seq')")).ShouldBeGreaterThan(9);
        var lines = await System.IO.File.ReadAllLinesAsync(rejects);
        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("line").GetInt32()).ShouldBe([4, 5, 6, 7, 10]);
        var duplicate = JsonDocument.Parse(lines[0]).RootElement;
        duplicate.GetProperty("index").GetString().ShouldBe("users_email_key");
        duplicate.GetProperty("key").GetProperty("email").GetString().ShouldBe("a@x");
        duplicate.GetProperty("holder").GetProperty("id").GetInt32().ShouldBe(1);
    }

    [PostgreSqlFact]
    public async Task Stop_ends_at_the_first_refusal_with_its_line()
    {
        await using var database = await OpenAsync();

        var outcome = await Running.Cli.RunAsync("load", File("users.csv", Hard), "--into", "users", "--on-conflict", "stop", "--db", database.Url);

        outcome.Code.ShouldBe(5);
        outcome.Error.ShouldContain("line 2 cannot be taken");
        (await database.ScalarAsync<long>("SELECT count(*) FROM users")).ShouldBe(1);
    }

    [PostgreSqlFact]
    public async Task A_file_that_changed_is_not_resumed()
    {
        await using var database = await OpenAsync();
        var file = File("users.csv", Hard);
        (await Running.Cli.RunAsync("load", file, "--into", "users", "--on-conflict", "stop", "--db", database.Url)).Code.ShouldBe(5);
        await System.IO.File.AppendAllTextAsync(file, "10,j@x,1,j,\n");

        var outcome = await Running.Cli.RunAsync("load", file, "--into", "users", "--on-conflict", "stop", "--resume", "--db", database.Url);

        outcome.Code.ShouldBe(4);
        outcome.Error.ShouldContain("has changed since");
    }

    [PostgreSqlFact]
    public async Task Objects_of_MongoDB_fill_columns_and_strip_their_id()
    {
        await using var database = await OpenAsync();
        var file = File("users.json", """[{"_id":{"$oid":"507f1f77bcf86cd799439011"},"email":"z@x","age":{"$numberInt":"4"},"seen":{"$date":"2026-01-01T00:00:00Z"}},{"email":"z@x"},""");

        var outcome = await Running.Cli.RunAsync("load", file, "--into", "users", "--key", "email", "--strip-id", "--on-conflict", "skip", "--db", database.Url, "--json");

        outcome.Code.ShouldBe(0, outcome.Error);
        (await database.ScalarAsync<int>("SELECT age FROM users WHERE email = 'z@x' AND id > 1")).ShouldBe(4);
    }

    [PostgreSqlFact]
    public async Task A_killed_load_goes_on_and_no_record_is_twice_or_missed()
    {
        await using var database = await OpenAsync();
        await database.ExecuteAsync("CREATE TABLE big (id int, note text)");
        const int Rows = 60_000;
        var file = File("big.csv", "id,note\n" + string.Concat(Enumerable.Range(1, Rows).Select(id => string.Create(CultureInfo.InvariantCulture, $"{id},note {id}\n"))));
        string[] call = ["load", file, "--into", "big", "--on-conflict", "skip", "--batch", "500", "--json", "--db", database.Url];

        // No unique index: a record that is loaded twice stands twice.
        var killed = 0;
        for (var round = 0; round < 4; round++)
        {
            using var process = UniquityCommand.With([.. call, .. round > 0 ? (string[])["--resume"] : []]).Start();
            var floor = await LoadedAsync(database);
            while (!process.HasExited && await LoadedAsync(database) < floor + 2000) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            if (process.HasExited) break;
            process.Kill();
            await process.WaitForExitAsync();
            killed++;
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        }

        killed.ShouldBeGreaterThan(0);
        var outcome = await UniquityCommand.RunAsync([.. call, "--resume"]);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        JsonDocument.Parse(outcome.Output).RootElement.GetProperty("inserted").GetInt32().ShouldBe(Rows);
        (await database.ScalarAsync<long>("SELECT count(*) FROM big")).ShouldBe(Rows);
        (await database.ScalarAsync<long>("SELECT count(DISTINCT id) FROM big")).ShouldBe(Rows);
    }

    private static async Task<PostgreSqlDatabase> OpenAsync()
    {
        var database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        await database.ExecuteAsync(Users);
        return database;
    }

    private static async Task<long> LoadedAsync(PostgreSqlDatabase database) => await database.ScalarAsync<long>("SELECT count(*) FROM big");

    private string File(string name, string text)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
