using System.Text;
using Uniquity.Indexes;
using Uniquity.Loading;
using Uniquity.Loading.Reading;
using Uniquity.Sqlite.Loading;
using Uniquity.Sqlite.Tests.Conformance;
using Uniquity.Testing.Conformance.Loading;
using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Loading;

/// <summary>What only SQLite has: types that bend, tables without rowid, conflict clauses and triggers of the table's own.</summary>
public sealed class SqliteLoadTests : IDisposable
{
    private readonly SqliteDatabase file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_conflict_clause_of_the_table_removes_no_row()
    {
        Given("CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT UNIQUE ON CONFLICT REPLACE, name TEXT NOT NULL ON CONFLICT IGNORE); INSERT INTO t VALUES (1, 'a', 'ann')");

        var (sums, rejects) = await LoadAsync("id,email,name\n2,a,bob\n3,c,\n4,d,dan\n");

        sums.ShouldBe("1 0 0 2");
        (rejects[0].Index, rejects[0].Holder!.Value.GetProperty("name").GetString()).ShouldBe(("sqlite_autoindex_t_1", "ann"));
        rejects[1].Reason.ShouldBe("null");
        (await AskAsync("SELECT id FROM t")).ShouldBe("1\n4");
    }

    [Fact]
    public async Task What_a_trigger_did_for_a_refused_record_is_taken_back()
    {
        Given("""
            CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE log (what TEXT);
            CREATE TRIGGER before_t BEFORE INSERT ON t BEGIN INSERT INTO log VALUES ('before ' || NEW.id); SELECT RAISE(IGNORE) WHERE NEW.name = 'ignore'; END;
            CREATE TRIGGER after_t AFTER INSERT ON t BEGIN
              SELECT RAISE(FAIL, 'failed') WHERE NEW.name = 'fail'; SELECT RAISE(ABORT, 'aborted') WHERE NEW.name = 'abort'; SELECT RAISE(ROLLBACK, 'rolled back') WHERE NEW.name = 'rollback'; END;
            """);

        var (sums, rejects) = await LoadAsync("id,name\n1,a\n2,ignore\n3,fail\n4,abort\n5,rollback\n6,b\n1,again\n");

        sums.ShouldBe("2 0 1 4");
        rejects.Select(reject => $"{reject.Line} {reject.Reason} {reject.Detail}").ShouldBe(["3 refused a trigger of t left it out (RAISE(IGNORE))", "4 trigger failed (1811)", "5 trigger aborted (1811)", "6 trigger rolled back (1811)"]);
        (await AskAsync("SELECT id FROM t")).ShouldBe("1\n6");
    }

    [Fact]
    public async Task A_trigger_before_the_row_acts_once_where_a_row_is_written_over()
    {
        Given("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE log (what TEXT); CREATE TRIGGER b BEFORE INSERT ON t BEGIN INSERT INTO log VALUES (NEW.id); END; INSERT INTO t VALUES (1, 'old'); DELETE FROM log");

        (await LoadAsync("id,name\n1,new\n2,b\n", "update")).Sums.ShouldBe("1 1 0 0");

        (await AskAsync("SELECT what FROM log")).ShouldBe("1\n2");
    }

    [Fact]
    public async Task A_strict_table_refuses_what_does_not_parse_and_takes_bytes()
    {
        Given("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, r REAL, b BLOB, x ANY) STRICT");

        var (sums, rejects) = await LoadAsync("id,n,r,b,x\n1,5,1.5,\\x0a1b,7\n2,five,1,,\nx,1,1,,\n4,1,1,text,\n");

        sums.ShouldBe("1 0 0 3");
        rejects.Select(reject => $"{reject.Line} {reject.Reason}").ShouldBe(["3 value", "4 value", "5 value"]);
        (await AskAsync("SELECT n, r, hex(b), typeof(b), typeof(x) FROM t")).ShouldBe("5|1.5|0A1B|blob|text");
    }

    [Fact]
    public async Task Numbers_of_json_stay_numbers_and_a_column_of_text_keeps_their_digits()
    {
        Given("CREATE TABLE t (a, b TEXT, c INTEGER, d BOOLEAN, e BLOB)");

        (await LoadAsync("""{"a":1,"b":1.10,"c":"7","d":true,"e":{"$binary":{"base64":"CgA=","subType":"00"}}}""", format: "ndjson")).Sums.ShouldBe("1 0 0 0");

        (await AskAsync("SELECT typeof(a), b, c + 1, d, hex(e) FROM t")).ShouldBe("integer|1.10|8|1|0A00");
    }

    [Theory]
    [InlineData("skip", "1 0 1 0", "A|old\nb|new")]
    [InlineData("update", "1 1 0 0", "A|new\nb|new")]
    public async Task A_table_without_rowid_and_a_collation_of_its_own(string policy, string sums, string rows)
    {
        Given("CREATE TABLE t (k TEXT COLLATE NOCASE PRIMARY KEY, v TEXT, g TEXT AS (upper(v))) WITHOUT ROWID; INSERT INTO t VALUES ('A', 'old')");

        (await LoadAsync("k,v\na,new\nb,new\n", policy)).Sums.ShouldBe(sums);

        (await AskAsync("SELECT k, v FROM t")).ShouldBe(rows);
        (await Should.ThrowAsync<Targets.UsageException>(LoadAsync("k,g\nc,C\n"))).Message.ShouldContain("is generated and takes no value");
    }

    [Fact]
    public async Task A_counter_is_past_the_ids_loaded_and_nothing_of_the_load_is_left()
    {
        Given("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT); INSERT INTO t VALUES (3, 'x'); PRAGMA journal_mode = WAL");

        (await LoadAsync("id,v\n900,a\n,b\n")).Sums.ShouldBe("2 0 0 0");

        (await AskAsync("SELECT seq FROM sqlite_sequence WHERE name = 't'")).ShouldBe("901");
        (await AskAsync("SELECT count(*) FROM sqlite_master WHERE name LIKE 'uniquity%'")).ShouldBe("0");
        (await AskAsync("PRAGMA journal_mode")).ShouldBe("wal");
    }

    [Fact]
    public async Task A_file_that_another_has_locked_stops_the_load_in_words()
    {
        Given("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)");
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file.FilePath};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";

        var stopped = await Should.ThrowAsync<Exception>(LoadAsync("id,v\n1,a\n", begun: () => command.ExecuteNonQuery()));

        stopped.ShouldBeOfType<LoadStoppedException>().Message.ShouldBe($"{file.FilePath} is locked by another process, and the wait was over after 0.2 s: give more time with --timeout");
    }

    [Fact]
    public async Task A_trigger_that_comes_and_rolls_back_stops_the_load_and_what_it_took_back_is_not_counted_as_in()
    {
        Given("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)");
        var text = "id,v\n" + string.Concat(Enumerable.Range(1, 500).Select(id => $"{id},{(id == 350 ? "bad" : "good")}\n"));

        var stopped = await Should.ThrowAsync<LoadStoppedException>(LoadAsync(text, begun: () => Given("CREATE TRIGGER late BEFORE INSERT ON t WHEN NEW.v = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'no'); END")));

        stopped.Message.ShouldBe("a trigger or a reference that t was given since the load began took the last records back");
        (await AskAsync("SELECT (SELECT count(*) FROM t) || ' ' || inserted || ' ' || rejected FROM uniquity_loads")).ShouldBe("0 0 0");
    }

    private void Given(string sql) => SqliteFile.Execute(file.FilePath, sql);

    private async Task<string> AskAsync(string sql) => (await SqliteConformanceEngine.ShellAsync(file.FilePath, sql)).Trim();

    private async Task<(string Sums, IReadOnlyList<LoadReject> Rejects)> LoadAsync(string text, string policy = "skip", string format = "csv", Action? begun = null)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(text));
        IRecordReader reader = format == "csv" ? new CsvRecordReader(bytes) : new JsonRecordReader(bytes, lines: true);
        IReadOnlyList<UniqueIndex> indexes;
        await using (var target = await SqliteTarget.OpenAsync(file.FilePath)) indexes = await target.GetUniqueIndexesAsync(new(null, "t"), default);
        await using var loader = await SqliteLoader.OpenAsync(new() { Path = file.FilePath, LockTimeout = TimeSpan.FromMilliseconds(200) });
        var request = new LoadRequest { Table = new(null, "t"), Indexes = indexes, OnConflict = ConflictPolicy.Parse(policy), IsJson = format != "csv", FieldsAreFixed = format == "csv", Fingerprint = text, Source = "/f" };
        var rejects = new KeptRejects();
        var from = await loader.BeginAsync(request, reader.Fields.Names, default);
        begun?.Invoke();
        var point = await new LoadRun(reader, loader, rejects, 100, name => name).RunAsync(from, null, default);
        return ($"{point.Inserted} {point.Updated} {point.Skipped} {point.Rejected}", rejects.All);
    }
}
