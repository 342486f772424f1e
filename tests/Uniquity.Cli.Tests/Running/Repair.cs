using System.Text.Json;
using System.Text.RegularExpressions;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Running;

/// <summary>A shop in PostgreSQL with duplicate users, whose orders refer to them.</summary>
public sealed partial class Repair : IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name text, visits int NOT NULL, updated_at date NOT NULL);
        INSERT INTO users VALUES (1, 'anna@example.com', 'Anna', 3, '2026-01-04'), (2, 'bo@example.com', NULL, 1, '2026-02-01'),
          (3, 'anna@example.com', NULL, 5, '2026-03-09'), (4, 'bo@example.com', 'Bo', 2, '2026-01-20'), (5, 'cy@example.com', 'Cy', 1, '2026-01-01');
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, total numeric(10,2));
        CREATE INDEX ON orders (user_id);
        INSERT INTO orders VALUES (1, 1, 9.50), (2, 1, 12), (3, 3, 7), (4, 4, 3);
        """;

    private readonly PostgreSqlDatabase _database;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("uniquity-");

    private Repair(PostgreSqlDatabase database) => _database = database;

    /// <summary>A plan's file.</summary>
    public string PlanPath => Path.Combine(_folder.FullName, "plan.json");

    /// <summary>What stands in outputs and differs at every run.</summary>
    public IReadOnlyDictionary<string, string> Hidden => new Dictionary<string, string> { [_database.Url] = "URL", [_folder.FullName] = "/shop" };

    /// <summary>The call that plans.</summary>
    public static string[] Plan => ["resolve", "--on", "users", "--key", "email", "--keep", "newest:updated_at", "--merge", "fill", "--merge", "visits=sum"];

    /// <summary>Makes it.</summary>
    public static async Task<Repair> OpenAsync()
    {
        var database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        await database.ExecuteAsync(Schema);
        return new(database);
    }

    /// <summary>Calls the command on it, in a pipe.</summary>
    public Task<Outcome> CallAsync(params string[] args) => CallAsync(new Cli(), args);

    /// <summary>Calls the command on it.</summary>
    public Task<Outcome> CallAsync(Cli shell, params string[] args) => shell.CallAsync([.. args, "--db", _database.Url]);

    /// <summary>Applies the plan.</summary>
    /// <returns>The run.</returns>
    public async Task<string> ApplyAsync()
    {
        var outcome = await CallAsync([.. Plan, "--apply", "--yes", "--json"]);
        outcome.Code.ShouldBe(0, outcome.Screen);
        using var json = JsonDocument.Parse(outcome.Out);
        return json.RootElement.GetProperty("run").GetString()!;
    }

    /// <summary>Runs a statement.</summary>
    public Task ExecuteAsync(string sql) => _database.ExecuteAsync(sql);

    /// <summary>Every row of both tables.</summary>
    public Task<string?> ContentAsync() => _database.ScalarAsync<string>(
        "SELECT (SELECT string_agg(u::text, ';' ORDER BY id) FROM users u) || '|' || (SELECT string_agg(o::text, ';' ORDER BY id) FROM orders o)");

    /// <summary>Asks for one value.</summary>
    public Task<T?> ScalarAsync<T>(string sql) => _database.ScalarAsync<T>(sql);

    /// <summary>A text without the ids of runs, which differ at every run.</summary>
    public static string WithoutRuns(string text) => Id().Replace(text, "r-20261120-7f3a");

    public async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        await _database.DisposeAsync();
    }

    [GeneratedRegex("r-[0-9]{8}-[0-9a-f]{4}")]
    private static partial Regex Id();
}
