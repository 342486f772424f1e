using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Regressions;

/// <summary>What an unfriendly examiner found in the files of loads.</summary>
public sealed class LoadInputTests
{
    [Fact]
    public async Task A_map_of_a_column_that_the_file_lacks_is_told_before_anything_is_loaded()
    {
        using var database = new SqliteDatabase();
        database.Run("CREATE TABLE t (id integer PRIMARY KEY, v text)");

        var trial = await LoadTrial.RunAsync(database.Url, "id,v\n1,x\n", "csv", "--map", "idd=v");

        trial.Code.ShouldBe(2);
        trial.Error.ShouldContain("the file has no column idd; nearest right call: --map id=v");
    }

    [Fact]
    public async Task A_file_that_is_compressed_under_another_name_is_said_to_be()
    {
        using var database = new SqliteDatabase();
        database.Run("CREATE TABLE t (id integer PRIMARY KEY)");

        var trial = await LoadTrial.RunAsync(database.Url, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 13, 10], "csv");

        trial.Code.ShouldBe(2);
        trial.Error.ShouldContain("the file is gzip, whatever its name says; nearest right call: gzip -dc < FILE | uniquity load - --format csv");
    }

    [Fact]
    public async Task Rejects_may_go_to_nowhere()
    {
        using var database = new SqliteDatabase();
        database.Run("CREATE TABLE t (id integer PRIMARY KEY)");
        var file = database.FilePath + ".csv";
        await File.WriteAllTextAsync(file, "id\n1\nx\n");

        var outcome = await Running.Cli.RunAsync("load", file, "--into", "t", "--on-conflict", "skip", "--rejects", "/dev/null", "--db", database.Url);

        outcome.Code.ShouldBe(1, outcome.Error);
        database.Run("SELECT id FROM t").ShouldBe(["1"]);
    }
}
