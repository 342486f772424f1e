using System.Diagnostics;
using System.Text.Json;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Processes;

/// <summary>A shop whose repair is a process of its own, which a test may end at any moment.</summary>
/// <remarks>Names are as hostile as PostgreSQL allows; orders refer to users, seats collide when they are moved, notes go by a cascade if nothing holds them.</remarks>
internal sealed class Trial : IAsyncDisposable
{
    private const string Users = "\"Us\"\"er's; --é\"";
    private static readonly string[] Setup =
    [
        $"CREATE TABLE {Users} (id int PRIMARY KEY, \"E-Mail\"\"'\" text, visits int, note text)",
        $"INSERT INTO {Users} SELECT i, 'u''\"' || i % 400, i, repeat('é', 30) FROM generate_series(1, 1000) AS i",
        $"CREATE TABLE \"or ders\" (id int PRIMARY KEY, \"user\" int NOT NULL REFERENCES {Users} ON DELETE CASCADE)",
        "CREATE INDEX ON \"or ders\" (\"user\")",
        "INSERT INTO \"or ders\" SELECT i, i FROM generate_series(1, 1000) AS i",
        $"CREATE TABLE seats (\"user\" int REFERENCES {Users} ON DELETE CASCADE, seat int, PRIMARY KEY (\"user\", seat))",
        "INSERT INTO seats SELECT i, i % 2 FROM generate_series(1, 1000) AS i",
    ];

    private readonly PostgreSqlDatabase _database;

    private Trial(PostgreSqlDatabase database, string before)
    {
        _database = database;
        Before = before;
    }

    /// <summary>The content of every table before anything was done.</summary>
    public string Before { get; }

    public static async Task<Trial> OpenAsync()
    {
        var database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        foreach (var statement in Setup) await database.ExecuteAsync(statement);
        return new(database, (await database.ScalarAsync<string>(Content($"SELECT * FROM {Users}", "SELECT * FROM \"or ders\"", "SELECT * FROM seats")))!);
    }

    /// <summary>Starts the repair in batches of ten groups, with a pause after each.</summary>
    public Process StartApply(string pause = "10ms") => Start("resolve", "--on", Users, "--key", "\"E-Mail\"\"'\"", "--keep", "first", "--merge", "visits=sum", "--batch", "10", "--pause", pause, "--apply", "--yes");

    /// <summary>Starts a call.</summary>
    public Process Start(params string[] arguments)
    {
        var process = UniquityCommand.With([.. arguments, "--db", _database.Url]).Start();
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs a call to its end.</summary>
    public Task<CommandResult> CallAsync(params string[] arguments) => UniquityCommand.RunAsync([.. arguments, "--db", _database.Url]);

    /// <summary>Waits until the server has ended the sessions of a killed process: what it was told before it still does.</summary>
    public async Task SettleAsync()
    {
        while (await _database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'uniquity' AND datname = current_database()") > 0) await Task.Delay(20);
    }

    /// <summary>Waits until a repair has come so far.</summary>
    public async Task ReachAsync(Process process, int groups)
    {
        while (!process.HasExited && await DoneAsync() < groups) await Task.Delay(5);
    }

    /// <summary>The state of the newest run and the call that it names next, without the URL; null where no run is known.</summary>
    public async Task<(string State, string[] Next)?> RunAsync()
    {
        using var json = JsonDocument.Parse((await CallAsync("runs", "--json")).OrThrow("runs").Output);
        if (json.RootElement.GetProperty("runs").EnumerateArray().FirstOrDefault() is not { ValueKind: JsonValueKind.Object } run) return null;
        var next = run.GetProperty("next").GetString();
        return (run.GetProperty("state").GetString()!, next?.Split(' ')[1..3] ?? []);
    }

    /// <summary>The content of the tables as they are.</summary>
    public Task<string?> NowAsync() => _database.ScalarAsync<string>(Content($"SELECT * FROM {Users}", "SELECT * FROM \"or ders\"", "SELECT * FROM seats"));

    /// <summary>The content of the tables and the archive together: what they would be if everything archived came back.</summary>
    public async Task<string?> TogetherAsync()
    {
        if (await _database.ScalarAsync<long>("SELECT CASE WHEN to_regclass('uniquity.archives') IS NULL THEN 0 ELSE (SELECT count(*) FROM pg_tables WHERE schemaname = 'uniquity' AND tablename LIKE 'r-%') END") == 0) return await NowAsync();
        var run = await _database.ScalarAsync<string>("SELECT id FROM uniquity.runs ORDER BY started DESC LIMIT 1");
        async Task<string> Of(string kind, string table) => "uniquity.\"" + await _database.ScalarAsync<string>($"SELECT relation FROM uniquity.archives WHERE run = '{run}' AND kind = '{kind}' AND table_name = $t${table}$t$") + "\"";
        var (users, merged) = (await Of("Removed", "Us\"er's; --é"), await Of("Merged", "Us\"er's; --é"));
        return await _database.ScalarAsync<string>(Content(
            $"SELECT u.* FROM {Users} u WHERE id NOT IN (SELECT id FROM {merged}) UNION ALL SELECT id, \"E-Mail\"\"'\", visits, note FROM {merged} WHERE NOT \"#after\" UNION ALL SELECT id, \"E-Mail\"\"'\", visits, note FROM {users}",
            $"SELECT o.id, coalesce(m.\"#old1\", o.\"user\") FROM \"or ders\" o LEFT JOIN {await Of("Moved", "or ders")} m ON m.\"#id1\" = o.id",
            $"SELECT coalesce(m.\"#old1\", s.\"user\"), s.seat FROM seats s LEFT JOIN {await Of("Moved", "seats")} m ON (m.\"#id1\", m.\"#id2\") = (s.\"user\", s.seat) UNION ALL SELECT \"user\", seat FROM {await Of("Removed", "seats")}"));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<long> DoneAsync() => await _database.ScalarAsync<long>("SELECT CASE WHEN to_regclass('uniquity.runs') IS NULL THEN 0 ELSE 1 END::bigint") == 0
        ? 0 : await _database.ScalarAsync<long>("SELECT coalesce((SELECT max(done_group) FROM uniquity.runs WHERE state = 'running'), 0)");

    private static string Content(params string[] queries) =>
        "SELECT " + string.Join(" || E'\\n--\\n' || ", queries.Select(query => $"(SELECT string_agg(ROW(q.*)::text, E'\\n' ORDER BY ROW(q.*)::text COLLATE \"C\") FROM ({query}) AS q)"));
}
