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
}
