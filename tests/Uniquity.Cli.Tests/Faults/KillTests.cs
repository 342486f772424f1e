using System.Text.Json;
using Microsoft.Data.Sqlite;
using Uniquity.Resolving;
using Uniquity.Sqlite;
using Uniquity.Sqlite.Resolving;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Faults;

/// <summary>The command is killed with SIGKILL at random moments of apply, resume and undo on SQLite: nothing is lost, and the next call goes on.</summary>
public sealed class KillTests : IDisposable
{
    private const string Rows = "SELECT 'u' || id || '|' || email || '|' || note FROM users UNION ALL SELECT 'o' || id || '|' || note FROM orders UNION ALL SELECT 't' || team || '|' || note FROM teams";

    private readonly SqliteDatabase _shop = new("a shop's.db");

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("DELETE", 0)]
    [InlineData("WAL", 1)]
    public async Task Killed_at_any_moment_it_loses_nothing_and_the_next_call_goes_on(string journal, int seed)
    {
        Execute($"""
            PRAGMA journal_mode = {journal};
            CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, n INTEGER, note TEXT);
            WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 1500) INSERT INTO users SELECT i, 'u' || (i % 600), i, hex(i * 7919) FROM i;
            CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, note TEXT);
            INSERT INTO orders SELECT id, id, note FROM users;
            CREATE INDEX orders_user ON orders (user_id);
            CREATE TABLE teams (user_id INTEGER REFERENCES users ON DELETE CASCADE, team INTEGER, note TEXT, PRIMARY KEY (user_id, team)) WITHOUT ROWID;
            INSERT INTO teams SELECT id, id % 2, note FROM users
            """);
        var before = Query($"SELECT group_concat(r, ';') FROM (SELECT id || email || n || note AS r FROM users ORDER BY id) UNION ALL SELECT group_concat(r, ';') FROM (SELECT id || '-' || user_id || note AS r FROM orders ORDER BY id) UNION ALL SELECT group_concat(r, ';') FROM (SELECT user_id || '-' || team || note AS r FROM teams ORDER BY 1)");
        var rows = Query($"SELECT * FROM ({Rows}) ORDER BY 1");
        var random = new Random(seed);
        var killed = 0;
        for (var moment = 0; moment < 10; moment++)
        {
            killed += await KillAsync(random, "resolve", "--on", "users", "--key", "email", "--keep", "last", "--merge", "n=sum", "--batch", "4", "--apply", "--yes");
            var run = await NextAsync();
            NothingIsLost(run?.Id, rows);
            if (run is { State: "planned" or "interrupted" } && moment % 3 != 2)
            {
                run.Next.ShouldStartWith($"uniquity resume {run.Id} --db ");
                if (moment % 3 == 0) killed += await KillAsync(random, "resume", run.Id);
                NothingIsLost(run.Id, rows);
                await FinishAsync(run.Id);
                NothingIsLost(run.Id, rows);
            }

            if ((run = await NextAsync()) is null or { State: "undone" }) continue;
            killed += await KillAsync(random, "undo", run.Id);
            NothingIsLost(run.Id, rows);
            run = (await NextAsync())!;
            if (run.State == "interrupted" && moment % 3 != 2) run.Next.ShouldStartWith($"uniquity undo {run.Id} --db ");
            if (run.State != "undone") await UndoAsync(run.Id);
            Query($"SELECT group_concat(r, ';') FROM (SELECT id || email || n || note AS r FROM users ORDER BY id) UNION ALL SELECT group_concat(r, ';') FROM (SELECT id || '-' || user_id || note AS r FROM orders ORDER BY id) UNION ALL SELECT group_concat(r, ';') FROM (SELECT user_id || '-' || team || note AS r FROM teams ORDER BY 1)").ShouldBe(before);
            (await UniquityCommand.RunAsync("runs", "--forget", run.Id, "--yes", "--db", _shop.Url)).ExitCode.ShouldBe(0);
        }

        killed.ShouldBeGreaterThan(5, "too few of the calls were still running when they were killed");
    }

    private async Task<int> KillAsync(Random random, params string[] call)
    {
        using var process = UniquityCommand.With([.. call, "--db", _shop.Url]).Start();
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(random.Next(150, 900)));
        var running = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        await output;
        return running ? 1 : 0;
    }

    /// <summary>The rows of the tables and of the archive are the rows of before; SQLite finds the file whole.</summary>
    private void NothingIsLost(string? run, IReadOnlyList<string> rows)
    {
        var archived = run is null ? "" : $"""
             UNION ALL SELECT 'u' || id || '|' || email || '|' || note FROM "uniquity_{run}_1" UNION ALL SELECT 't' || team || '|' || note FROM "uniquity_{run}_2"
            """;
        Query("PRAGMA integrity_check").ShouldBe(["ok"]);
        Query($"SELECT * FROM ({Rows}{archived}) ORDER BY 1").ShouldBe(rows);
        Query("SELECT count(*) FROM orders WHERE user_id NOT IN (SELECT id FROM users)").ShouldBe(["0"]);
        Query("SELECT count(*) FROM teams WHERE user_id NOT IN (SELECT id FROM users)").ShouldBe(["0"]);
    }

    private async Task<Listed?> NextAsync()
    {
        var listed = await UniquityCommand.RunAsync("runs", "--json", "--db", _shop.Url);
        listed.ExitCode.ShouldBe(0, listed.Error);
        using var json = JsonDocument.Parse(listed.Output);
        var runs = json.RootElement.GetProperty("runs");
        if (runs.GetArrayLength() == 0) return null;
        return new(runs[0].GetProperty("run").GetString()!, runs[0].GetProperty("state").GetString()!, runs[0].GetProperty("next").GetString()!);
    }

    private async Task FinishAsync(string run)
    {
        await using var resolver = await SqliteResolver.OpenAsync(new SqliteTargetOptions { Path = _shop.FilePath }, clock: null, CancellationToken.None);
        if ((await resolver.ListRunsAsync(default)).Single(known => known.Id == run).State == RunState.Complete) return;
        var resumed = await resolver.ResumeAsync(run, null, default);
        (resumed.State, resumed.Groups).ShouldBe((RunState.Complete, 600));
    }

    private async Task UndoAsync(string run)
    {
        await using var resolver = await SqliteResolver.OpenAsync(new SqliteTargetOptions { Path = _shop.FilePath }, clock: null, CancellationToken.None);
        var undone = await resolver.UndoAsync(run, null, null, default);
        undone.Left.ShouldBeEmpty();
        undone.Run.State.ShouldBe(RunState.Undone);
    }

    private void Execute(string sql) => Query(sql);

    private List<string> Query(string sql)
    {
        SqliteDriver.Use();
        using var connection = new SqliteConnection($"Data Source={_shop.FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        do
        {
            while (reader.Read()) rows.Add(reader.IsDBNull(0) ? "" : reader.GetString(0));
        }
        while (reader.NextResult());
        return rows;
    }

    private sealed record Listed(string Id, string State, string Next);
}
