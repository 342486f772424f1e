using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Faults;

/// <summary>Disks that are full while a load goes on, and records of 100 MB.</summary>
public sealed class LoadSizeTests
{
    private static readonly string Rows = "id,note\n" + string.Concat(Enumerable.Range(1, 8000).Select(id => $"{id},{new string((char)('a' + id % 26), 400)}\n"));

    [SmallDiskFact]
    public async Task A_disk_of_PostgreSQL_that_is_full_stops_the_load_and_it_goes_on()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        var folder = SmallDisk.Mount("2m", "postgres");
        try
        {
            await using var site = await LoadSite.OpenAsync("PostgreSQL", server);
            await site.ExecuteAsync($"CREATE TABLESPACE small LOCATION '{folder}'");
            await site.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, note text) TABLESPACE small");
            await StopsAndGoesOnAsync(site, folder, "the server's disk is full");
        }
        finally
        {
            await server.StopImmediatelyAsync();
            SmallDisk.Unmount(folder);
        }
    }

    [SmallDiskFact]
    public async Task A_disk_of_SQLite_that_is_full_stops_the_load_and_it_goes_on()
    {
        var folder = SmallDisk.Mount("2m");
        try
        {
            await using var site = LoadSite.OnFile(Path.Combine(folder, "t.db"));
            await site.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, note text)");
            await StopsAndGoesOnAsync(site, folder, "is full");
        }
        finally
        {
            SmallDisk.Unmount(folder);
        }
    }

    [SmallDiskFact]
    public async Task A_full_disk_of_rejects_stops_the_load_before_the_chunk_is_in()
    {
        var folder = SmallDisk.Mount("64k");
        try
        {
            await using var site = await LoadSite.OpenAsync("SQLite");
            await site.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, note text CHECK (length(note) < 9))");
            var rejects = Path.Combine(folder, "r.ndjson");
            var file = site.File("t.csv", Rows);
            string[] call = ["--on-conflict", "skip", "--batch", "20", "--rejects", rejects, "--json"];

            var stopped = await site.LoadAsync(file, call);

            stopped.ExitCode.ShouldBe(5, stopped.Output);
            stopped.Error.ShouldContain($"the file {rejects} of --rejects cannot be written");
            (await File.ReadAllLinesAsync(rejects)).Length.ShouldBe((int)(await site.DoneAsync())!.Value);
            SmallDisk.Remount(folder, "size=100m");
            var resumed = await site.LoadAsync(file, [.. call, "--resume"]);
            LoadSite.Sums(resumed).ShouldBe((8000, "0 0 0 8000"));
            (await File.ReadAllLinesAsync(rejects)).Length.ShouldBe(8000);
        }
        finally
        {
            SmallDisk.Unmount(folder);
        }
    }

    [PostgreSqlTheory]
    [InlineData("PostgreSQL")]
    [InlineData("SQLite")]
    public async Task A_record_of_100_MB_goes_in(string engine)
    {
        await using var site = await LoadSite.OpenAsync(engine);
        await site.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, note text)");
        var file = site.File("t.ndjson", $$"""{"id":1,"note":"a"}{{'\n'}}{"id":2,"note":"{{new string('b', 100_000_000)}}"}{{'\n'}}{"id":3,"note":"c"}{{'\n'}}""");

        var loaded = await (site.Call(file, "--on-conflict", "update", "--json") with { Timeout = TimeSpan.FromMinutes(2) }).RunAsync();

        loaded.ExitCode.ShouldBe(0, loaded.Error);
        LoadSite.Sums(loaded).ShouldBe((3, "3 0 0 0"));
        (await site.AskAsync("SELECT sum(length(note)) FROM t")).ShouldBe("100000002");
    }

    private static async Task StopsAndGoesOnAsync(LoadSite site, string folder, string words)
    {
        var file = site.File("t.csv", Rows);
        string[] call = ["--on-conflict", "skip", "--batch", "100", "--json"];
        var stopped = await site.LoadAsync(file, call);
        stopped.ExitCode.ShouldBe(5, stopped.Output);
        stopped.Error.ShouldContain(words);
        SmallDisk.Remount(folder, "size=100m");
        var rows = await site.AskAsync("SELECT count(*) FROM t");
        rows.ShouldBe($"{await site.DoneAsync()}");

        var resumed = await site.LoadAsync(file, [.. call, "--resume"]);

        LoadSite.Sums(resumed).ShouldBe((8000, "8000 0 0 0"), resumed.Error);
        (await site.AskAsync("SELECT count(*) FROM t")).ShouldBe("8000");
    }
}
