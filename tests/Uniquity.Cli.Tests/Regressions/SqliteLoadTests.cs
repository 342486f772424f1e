using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Regressions;

/// <summary>What an unfriendly examiner found in loads into SQLite.</summary>
public sealed class SqliteLoadTests : IDisposable
{
    private readonly SqliteDatabase database = new();

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task A_trigger_that_rolls_back_rejects_one_record_of_several_in_one_line()
    {
        database.Run("CREATE TABLE t (id integer PRIMARY KEY, a text); CREATE TRIGGER g BEFORE INSERT ON t WHEN new.a = 'x' BEGIN SELECT RAISE(ROLLBACK, 'no x'); END");

        var trial = await LoadTrial.RunAsync(database.Url, """[{"id":1,"a":"1"},{"id":2,"a":"x"},{"id":3,"a":"3"}]""", "json");

        trial.Counts.ShouldBe("2 0 0 1");
        database.Run("SELECT id FROM t").ShouldBe(["1", "3"]);
    }

    [Fact]
    public async Task The_key_of_a_reject_is_named_as_in_the_file()
    {
        database.Run("CREATE TABLE t (id integer PRIMARY KEY, Email text UNIQUE); INSERT INTO t VALUES (1, 'a')");

        var trial = await LoadTrial.RunAsync(database.Url, "ID,EMAIL\n2,a\n", "csv");

        trial.Documents.Single().GetProperty("key").GetRawText().ShouldBe("""{"EMAIL":"a"}""");
    }

    [Fact]
    public async Task A_replaced_row_keeps_its_primary_key()
    {
        database.Run("CREATE TABLE t (id text PRIMARY KEY DEFAULT (lower(hex(randomblob(8)))), e text UNIQUE, v int, w int DEFAULT 5); INSERT INTO t VALUES ('keep', 'a', 1, 1)");

        (await LoadTrial.RunAsync(database.Url, "e,v\na,2\n", "csv", "--on-conflict", "replace", "--key", "e")).Counts.ShouldBe("0 1 0 0");

        database.Run("SELECT * FROM t").ShouldBe(["keep|a|2|5"]);
    }

    [Theory]
    [InlineData("update", "1 1 0 1", "2 refused")]
    [InlineData("newer:v", "1 0 1 1", "2 refused")]
    public async Task A_row_that_a_trigger_keeps_from_being_written_over_is_a_reject(string policy, string counts, string rejects)
    {
        database.Run("CREATE TABLE t (id integer PRIMARY KEY, v int); INSERT INTO t VALUES (1, 5); CREATE TRIGGER g BEFORE UPDATE ON t WHEN new.v = 9 BEGIN SELECT RAISE(IGNORE); END");

        var trial = await LoadTrial.RunAsync(database.Url, "id,v\n1,9\n2,9\n1,4\n", "csv", "--on-conflict", policy);

        trial.Counts.ShouldBe(counts);
        trial.Rejects.ShouldBe([rejects]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("DEFERRABLE INITIALLY DEFERRED")]
    public async Task A_record_may_refer_to_one_that_comes_after_it(string when)
    {
        database.Run($"CREATE TABLE t (id integer PRIMARY KEY, p int REFERENCES t (id) {when})");

        var trial = await LoadTrial.RunAsync(database.Url, "id,p\n4,3\n3,2\n2,1\n1,\n5,9\n6,5\n", "csv");

        trial.Counts.ShouldBe("4 0 0 2");
        trial.Rejects.ShouldBe(["6 reference", "7 reference"]);
    }

    [Fact]
    public async Task A_record_whose_reference_comes_late_is_not_written_over_a_later_one_of_its_key()
    {
        database.Run("CREATE TABLE t (id integer PRIMARY KEY, p int REFERENCES t (id))");

        var trial = await LoadTrial.RunAsync(database.Url, "id,p\n5,9\n9,\n5,\n4,9\n3,4\n8,77\n", "csv", "--on-conflict", "update");

        trial.Counts.ShouldBe("4 0 0 2");
        trial.Rejects.ShouldBe(["2 reference", "7 reference"]);
        database.Run("SELECT p IS NULL FROM t WHERE id = 5").ShouldBe(["1"]);
    }
}
