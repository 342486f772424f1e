using System.Globalization;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Faults;

/// <summary>A load is killed with SIGKILL at random moments, ten times, and ends as one that was not.</summary>
public sealed class LoadKillTests
{
    private const int Records = 9_000;
    private const string Table = "CREATE TABLE t (id integer PRIMARY KEY, email text UNIQUE, seen integer, note text); INSERT INTO t VALUES (1, 'e900000', 5, 'old'), (900001, 'e77', 5, 'holder')";

    // Counts what was written, so that a record that is written twice is seen though its key stands once.
    private const string CountedByPostgreSql = """
        CREATE TABLE writes (id integer);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO writes VALUES (NEW.id); RETURN NULL; END';
        CREATE TRIGGER note AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note()
        """;

    private const string CountedBySqlite = "CREATE TABLE writes (id integer); CREATE TRIGGER ins AFTER INSERT ON t BEGIN INSERT INTO writes VALUES (NEW.id); END; CREATE TRIGGER upd AFTER UPDATE ON t BEGIN INSERT INTO writes VALUES (NEW.id); END";

    [PostgreSqlTheory]
    [InlineData("skip", 1, 10)]
    [InlineData("update", 2, 10)]
    [InlineData("replace", 3, 4)]
    [InlineData("newer:seen", 4, 4)]
    [InlineData("stop", 5, 4)]
    public Task PostgreSQL_has_each_record_once_whenever_the_load_is_killed(string policy, int seed, int times) => RunAsync("PostgreSQL", policy, seed, times);

    [Theory]
    [InlineData("skip", 1, 10)]
    [InlineData("update", 2, 10)]
    [InlineData("replace", 3, 4)]
    [InlineData("newer:seen", 4, 4)]
    [InlineData("stop", 5, 4)]
    public Task SQLite_has_each_record_once_whenever_the_load_is_killed(string policy, int seed, int times) => RunAsync("SQLite", policy, seed, times);

    private static async Task RunAsync(string engine, string policy, int seed, int times)
    {
        await using var whole = await OpenAsync(engine, policy);
        var file = whole.File("t.csv", Content(policy));
        var unharmed = await whole.LoadAsync(file, Call(whole, policy));
        unharmed.ExitCode.ShouldBe(policy == "stop" ? 0 : 1, unharmed.Error);

        await using var site = await OpenAsync(engine, policy);
        var random = new Random(seed);
        var killed = 0;
        for (var moment = 0; moment < times; moment++)
        {
            var begun = await site.DoneAsync() is not null;
            string[] call = [.. Call(site, policy), .. begun ? (string[])["--resume"] : ["--yes"]];

            // The first ones while it starts, the others while it writes.
            var ran = moment % 5 == 0
                ? await site.KillAsync(0, TimeSpan.FromMilliseconds(random.Next(100, 250)), file, call)
                : await site.KillAsync(1, TimeSpan.FromMilliseconds(random.Next(0, 12)), file, call);
            if (ran) killed++;

            // Complete, and killed on its way out: to begin anew would be another load.
            if (!ran || (begun || moment % 5 != 0) && await site.DoneAsync() is null) break;
        }

        killed.ShouldBeGreaterThan(1, "too few of the loads still ran when they were killed");
        if (await site.DoneAsync() is { } done)
        {
            done.ShouldBeInRange(0, Records);
            var last = await site.LoadAsync(file, [.. Call(site, policy), "--resume"]);
            last.ExitCode.ShouldBe(unharmed.ExitCode, last.Error);
            LoadSite.Sums(last).ShouldBe(LoadSite.Sums(unharmed));
        }

        if (policy != "stop") site.RejectedLines().ShouldBe(whole.RejectedLines());
        foreach (var question in (string[])["SELECT count(*) FROM t", "SELECT count(*) FROM writes", "SELECT count(DISTINCT id) FROM writes", "SELECT sum(id % 1000 * seen) FROM t", "SELECT count(*) FROM t WHERE note IS NULL"])
        {
            (await site.AskAsync(question)).ShouldBe(await whole.AskAsync(question), question);
        }
    }

    private static async Task<LoadSite> OpenAsync(string engine, string policy)
    {
        var site = await LoadSite.OpenAsync(engine);
        await site.ExecuteAsync(policy == "stop" ? Table.Split(';')[0] : Table);
        await site.ExecuteAsync(engine == "SQLite" ? CountedBySqlite : CountedByPostgreSql);
        return site;
    }

    private static string[] Call(LoadSite site, string policy) => ["--key", "id", "--on-conflict", policy, "--batch", "20", "--rejects", site.Rejects, "--json"];

    /// <summary>Keys that are taken, keys that stand twice, keys of another index, a row that is no record, now and then.</summary>
    private static string Content(string policy) => "id,email,seen\n" + string.Concat(Enumerable.Range(1, Records).Select(at => policy switch
    {
        "stop" => string.Create(CultureInfo.InvariantCulture, $"{at},e{at},{at % 9}\n"),
        _ when at % 1703 == 0 => "torn\n",
        _ when at % 1301 == 0 => string.Create(CultureInfo.InvariantCulture, $"{at},e77,{at % 9}\n"),
        _ when at % 97 == 0 => string.Create(CultureInfo.InvariantCulture, $"{at - 40},e{at - 40},{at % 11}\n"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{at},e{at},{at % 9}\n"),
    }));
}
