using Npgsql;
using Uniquity.Cli.Tests.Processes;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Faults;

/// <summary>What befalls the server, the disk, the table or the file while a load goes on.</summary>
public sealed class LoadFaultTests
{
    private const string Table = "CREATE TABLE t (id integer PRIMARY KEY, note text)";

    [PostgreSqlFact]
    public async Task A_server_that_restarts_stops_the_load_and_the_next_call_goes_on()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        await using var site = await LoadSite.OpenAsync("PostgreSQL", server);
        await site.ExecuteAsync("CREATE TABLE t (id integer, note text)");
        var file = site.File("t.csv", Rows(1, 40_000));
        string[] call = ["--on-conflict", "skip", "--batch", "200", "--json"];

        var load = site.Call(file, call).RunAsync();
        while (await site.DoneAsync() is null or 0 && !load.IsCompleted) await Task.Delay(2);
        await server.StopImmediatelyAsync();
        var stopped = await load;
        await server.StartAgainAsync();

        stopped.ExitCode.ShouldBe(5, stopped.Error);
        stopped.Error.ShouldContain("to go on: uniquity load");
        site.Reconnect();
        var resumed = await site.LoadAsync(file, [.. call, "--resume"]);
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        LoadSite.Sums(resumed).ShouldBe((40_000, "40000 0 0 0"));
        (await site.AskAsync("SELECT count(*) || ' ' || count(DISTINCT id) FROM t")).ShouldBe("40000 40000");
    }

    [PostgreSqlTheory]
    [InlineData("PostgreSQL")]
    [InlineData("SQLite")]
    public async Task Two_loads_of_one_file_at_once_put_no_row_in_twice(string engine)
    {
        await using var site = await LoadSite.OpenAsync(engine);
        await site.ExecuteAsync(Table);
        var file = site.File("t.csv", Rows(1, 5000));

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => site.LoadAsync(file, "--on-conflict", "skip", "--batch", "100", "--json", "--timeout", "60s")));

        both.ShouldAllBe(load => load.ExitCode == 0, string.Concat(both.Select(load => load.Error)));
        both.Select(load => LoadSite.Sums(load).Read).ShouldBe([5000, 5000]);
        both.Sum(load => long.Parse(LoadSite.Sums(load).Became.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(5000);
        (await site.AskAsync("SELECT count(*) FROM t")).ShouldBe("5000");
        (await site.DoneAsync()).ShouldBeNull();
    }

    [PostgreSqlFact]
    public async Task A_locked_table_stops_the_load_after_the_time_that_was_given()
    {
        await using var site = await LoadSite.OpenAsync("PostgreSQL");
        await site.ExecuteAsync(Table);
        var file = site.File("t.csv", Rows(1, 10));
        CommandResult stopped;
        await using (var holder = await site.ConnectAsync())
        {
            await using var transaction = await holder.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("LOCK TABLE t IN SHARE MODE", holder, transaction);
            await command.ExecuteNonQueryAsync();
            stopped = await site.LoadAsync(file, "--on-conflict", "skip", "--timeout", "2s");
        }

        stopped.ExitCode.ShouldBe(5);
        stopped.Error.ShouldContain("public.t is locked by another session, and the wait was over after 2 s: give more time with --timeout");
        (await site.LoadAsync(file, "--on-conflict", "skip", "--timeout", "2s", "--resume")).ExitCode.ShouldBe(0);
        (await site.AskAsync("SELECT count(*) FROM t")).ShouldBe("10");
    }

    [PostgreSqlTheory]
    [InlineData("PostgreSQL")]
    [InlineData("SQLite")]
    public async Task A_signal_stops_the_load_at_a_whole_chunk_and_it_goes_on(string engine)
    {
        if (OperatingSystem.IsWindows()) return;
        await using var site = await LoadSite.OpenAsync(engine);
        await site.ExecuteAsync("CREATE TABLE t (id integer, note text)");
        var file = site.File("t.csv", Rows(1, 30_000));
        string[] call = ["--on-conflict", "skip", "--batch", "100", "--json"];

        using var process = site.Call(file, call).Start();
        var error = process.StandardError.ReadToEndAsync();
        while (await site.DoneAsync() is null or 0 && !process.HasExited) await Task.Delay(2);
        (await new Command { Program = "kill", Arguments = [$"-{Signals.Interrupt}", $"{process.Id}"] }.RunAsync()).ExitCode.ShouldBe(0);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        process.ExitCode.ShouldBe(130, await error);
        (await error).ShouldContain("uniquity: stopped; of ");
        var done = (await site.DoneAsync())!.Value;
        (done % 100, (await site.AskAsync("SELECT count(*) FROM t")) == $"{done}").ShouldBe((0, true));
        var resumed = await site.LoadAsync(file, [.. call, "--resume"]);
        LoadSite.Sums(resumed).ShouldBe((30_000, "30000 0 0 0"), resumed.Error);
        (await site.AskAsync("SELECT count(DISTINCT id) FROM t")).ShouldBe("30000");
    }

    [PostgreSqlTheory]
    [InlineData("PostgreSQL")]
    [InlineData("SQLite")]
    public async Task An_index_that_goes_while_skipping_stops_the_load_before_a_key_is_in_twice(string engine)
    {
        await using var site = await LoadSite.OpenAsync(engine);
        await site.ExecuteAsync("CREATE TABLE t (id integer, note text); CREATE UNIQUE INDEX t_id ON t (id)");
        var file = site.File("t.csv", Rows(1, 15_000) + Rows(1, 15_000)["id,note\n".Length..]);

        var load = site.Call(file, "--on-conflict", "skip", "--key", "id", "--batch", "100").RunAsync();
        while (await site.DoneAsync() is null or 0 && !load.IsCompleted) await Task.Delay(2);
        await site.ExecuteAsync("DROP INDEX t_id");
        var stopped = await load;

        stopped.ExitCode.ShouldBe(5, stopped.Error + stopped.Output);
        stopped.Error.ShouldContain("the unique index of the key is gone from");
        (await site.AskAsync("SELECT count(*) - count(DISTINCT id) FROM t")).ShouldBe("0");
    }

    [PostgreSqlTheory]
    [InlineData("PostgreSQL")]
    [InlineData("SQLite")]
    public async Task An_index_that_comes_while_loading_is_named_with_the_row_that_holds_the_key(string engine)
    {
        await using var site = await LoadSite.OpenAsync(engine);
        await site.ExecuteAsync(Table);
        var file = site.File("t.csv", Rows(1, 20_000) + "20001,note 7\n");

        var load = site.Call(file, "--on-conflict", "skip", "--key", "id", "--batch", "100", "--rejects", site.Rejects).RunAsync();
        while (await site.DoneAsync() is null or 0 && !load.IsCompleted) await Task.Delay(2);
        await site.ExecuteAsync("CREATE UNIQUE INDEX t_note ON t (note)");
        var ended = await load;

        ended.ExitCode.ShouldBe(1, ended.Error);
        var reject = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(site.Rejects)).RootElement;
        (reject.GetProperty("line").GetInt64(), reject.GetProperty("index").GetString(), reject.GetProperty("key").GetProperty("note").GetString(), reject.GetProperty("holder").GetProperty("id").GetInt64()).ShouldBe((20_002, "t_note", "note 7", 7));
    }

    [PostgreSqlTheory]
    [InlineData("PostgreSQL")]
    [InlineData("SQLite")]
    public async Task A_file_that_changed_between_two_runs_is_not_resumed(string engine)
    {
        await using var site = await LoadSite.OpenAsync(engine);
        await site.ExecuteAsync(Table);
        var file = site.File("t.csv", Rows(1, 300) + "1,again\n");
        (await site.LoadAsync(file, "--on-conflict", "stop", "--batch", "100")).ExitCode.ShouldBe(5);
        site.File("t.csv", Rows(2, 300));

        var refused = await site.LoadAsync(file, "--on-conflict", "stop", "--batch", "100", "--resume");

        refused.ExitCode.ShouldBe(4);
        refused.Error.ShouldContain("has changed since the load stopped");
        (await site.AskAsync("SELECT count(*) FROM t")).ShouldBe("300");
    }

    private static string Rows(int from, int count) => "id,note\n" + string.Concat(Enumerable.Range(from, count).Select(id => $"{id},note {id}\n"));
}
