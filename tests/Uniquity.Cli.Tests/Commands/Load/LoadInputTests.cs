using System.IO.Compression;
using System.Text;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Load;

/// <summary>Files that are cut, compressed, piped or missing, and files of rejects that are not this load's.</summary>
public sealed class LoadInputTests : IDisposable
{
    private readonly SqliteDatabase _database = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("uniquity-load-").FullName;

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_gzip_that_is_cut_is_never_taken_for_a_whole_one()
    {
        MakeTable();
        var whole = Zip("id,name\n" + string.Concat(Enumerable.Range(1, 20_000).Select(id => $"{id},{id * 7919 % 10_007}\n")));
        var file = Write("t.csv.gz", whole[..(whole.Length / 2)]);

        var outcome = await LoadAsync(file, "--batch", "500");

        outcome.Code.ShouldBe(5);
        outcome.Error.ShouldContain("t.csv.gz is cut or damaged inside its compression: bring the whole file again");
        outcome.Error.ShouldContain("then load the whole file, without --resume");
        var rows = Rows();
        rows.ShouldBeInRange(1000, 19_000);
        outcome.Error.ShouldContain($"{rows:N0} inserted", Case.Sensitive);
    }

    [Fact]
    public async Task A_file_that_is_no_gzip_is_said_to_be_none()
    {
        MakeTable();

        var outcome = await LoadAsync(Write("t.csv.gz", "id,name\n1,a\n"));

        (outcome.Code, outcome.Error).ShouldBe((2, $"uniquity: {Path.Combine(_folder, "t.csv.gz")} is not gzip\n"));
    }

    [Fact]
    public async Task The_statements_that_write_are_shown_to_who_asks()
    {
        MakeTable();

        (await LoadAsync(Write("t.csv", "id,name\n1,a\n"), "--verbose")).Error.ShouldContain("VALUES (?1, ?2)");
    }

    [Fact]
    public async Task Gzips_one_after_the_other_are_one_file()
    {
        MakeTable();

        (await LoadAsync(Write("t.csv.gz", [.. Zip("id,name\n1,a\n"), .. Zip("2,b\n")]))).Code.ShouldBe(0);

        Rows().ShouldBe(2);
    }

    [Theory]
    [InlineData("zst", "zstd -dc")]
    [InlineData("xz", "xz -dc")]
    [InlineData("bz2", "bzip2 -dc")]
    public async Task Other_compressions_are_refused_with_the_call_that_reads_them(string ending, string tool)
    {
        var outcome = await LoadAsync(Write($"t.ndjson.{ending}", "x"));

        outcome.Code.ShouldBe(2);
        outcome.Error.ShouldContain($"nearest right call: {tool} {Path.Combine(_folder, "t.ndjson." + ending)} | uniquity load - --format ndjson");
    }

    [Fact]
    public async Task A_pipe_of_the_shell_is_read_once()
    {
        if (OperatingSystem.IsWindows()) return;
        MakeTable();

        var outcome = await ShellAsync($"'{UniquityCommand.Program}' load <(printf 'id,name\\n1,a\\n2,b\\n') --format csv --into t --on-conflict skip --db {_database.Url}");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        Rows().ShouldBe(2);
    }

    [Fact]
    public async Task A_standard_input_that_is_closed_is_empty()
    {
        if (OperatingSystem.IsWindows()) return;
        MakeTable();

        var outcome = await ShellAsync($"'{UniquityCommand.Program}' load - --format csv --into t --on-conflict skip --db {_database.Url} <&-");

        (outcome.ExitCode, outcome.Error).ShouldBe((2, "uniquity: the file is empty: its first line must name the columns\n"));
    }

    [Fact]
    public async Task A_named_pipe_is_read_once_and_what_is_no_file_is_said()
    {
        if (OperatingSystem.IsWindows()) return;
        MakeTable();
        var pipe = Path.Combine(_folder, "pipe");

        var outcome = await ShellAsync($"mkfifo '{pipe}' && (printf 'id,name\\n1,a\\n' > '{pipe}' &) && '{UniquityCommand.Program}' load '{pipe}' --format csv --into t --on-conflict skip --db {_database.Url}");
        var missing = await LoadAsync(Path.Combine(_folder, "none.csv"));
        var folder = await LoadAsync(_folder, "--format", "csv");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        Rows().ShouldBe(1);
        (missing.Code, missing.Error).ShouldBe((2, $"uniquity: the file {Path.Combine(_folder, "none.csv")} cannot be read: there is no such file\n"));
        (folder.Code, folder.Error).ShouldBe((2, $"uniquity: {_folder} is a folder, not a file\n"));
    }

    [Theory]
    [InlineData("t.csv", "id,name\n", 0)]
    [InlineData("t.json", "", 0)]
    [InlineData("t.json", "[]", 0)]
    [InlineData("t.ndjson", "\n\n", 0)]
    [InlineData("t.csv", "", 2)]
    public async Task A_file_without_records_loads_nothing(string name, string text, int code)
    {
        MakeTable();

        (await LoadAsync(Write(name, text))).Code.ShouldBe(code);

        Rows().ShouldBe(0);
    }

    [Fact]
    public async Task Bytes_of_Latin1_reject_their_line_and_a_foreign_encoding_the_file()
    {
        MakeTable();

        var latin = await LoadAsync(Write("t.csv", [.. "id,name\n1,"u8, 0xe9, .. "t\n2,ok\n"u8]));
        var wide = await LoadAsync(Write("w.csv", Encoding.Unicode.GetBytes("id,name\n3,x\n")));

        latin.Code.ShouldBe(1);
        latin.Out.ShouldContain("line 2: record: value 2 is not UTF-8");
        (wide.Code, wide.Error).ShouldBe((2, "uniquity: the file is UTF-16LE, and this reads UTF-8; nearest right call: iconv -f UTF-16LE -t UTF-8 FILE | uniquity load - --format csv\n"));
        Rows().ShouldBe(1);
    }

    [Fact]
    public async Task A_reject_is_one_line_however_many_lines_the_file_has_for_it()
    {
        Sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT CHECK (false))");
        var rejects = Path.Combine(_folder, "refused.ndjson");

        (await LoadAsync(Write("t.json", "[\n  {\n    \"id\": 1,\n    \"name\": {\n      \"first\": \"é\",\n      \"n\": [\n        1,\n        2.50\n      ]\n    }\n  }\n]\n"), "--rejects", rejects)).Code.ShouldBe(1);

        (await File.ReadAllLinesAsync(rejects)).ShouldHaveSingleItem().ShouldEndWith("""
            "record":{"id":1,"name":{"first":"é","n":[1,2.50]}}}
            """);
    }

    [Fact]
    public async Task The_file_that_is_loaded_is_not_overwritten_with_its_rejects()
    {
        MakeTable();
        var file = Write("t.csv", "id,name\n1,a\n");
        var link = Path.Combine(_folder, "link.ndjson");
        File.CreateSymbolicLink(link, file);

        foreach (var rejects in new[] { file, Path.Combine(_folder, ".", "t.csv"), link }) (await LoadAsync(file, "--rejects", rejects, "--yes")).Code.ShouldBe(2, rejects);

        (await File.ReadAllTextAsync(file)).ShouldBe("id,name\n1,a\n");
    }

    [Fact]
    public async Task A_file_of_rejects_that_is_not_of_this_load_is_left_as_it_is()
    {
        MakeTable();
        var file = Write("t.csv", "id,name\n1,a\n1,b\n");
        var notes = Write("notes.txt", "mine\n");
        (await LoadAsync(file, "--on-conflict", "stop")).Code.ShouldBe(5);

        (await LoadAsync(file, "--rejects", notes)).Code.ShouldBe(4);
        (await LoadAsync(file, "--on-conflict", "stop", "--resume", "--rejects", notes)).Code.ShouldBe(4);

        (await File.ReadAllTextAsync(notes)).ShouldBe("mine\n");
    }

    [Fact]
    public async Task Rejects_that_cannot_be_written_stop_the_load_before_their_chunk()
    {
        if (!OperatingSystem.IsLinux()) return;
        MakeTable();
        var file = Write("t.csv", "id,name\n1,a\n2,b\nx\n");

        var nowhere = await LoadAsync(file, "--rejects", Path.Combine(_folder, "none", "r.ndjson"));
        var full = await LoadAsync(file, "--rejects", "/dev/full");

        nowhere.Code.ShouldBe(2);
        nowhere.Error.ShouldContain("of --rejects cannot be written");
        full.Code.ShouldNotBe(0);
        full.Error.ShouldContain("/dev/full");
        Rows().ShouldBe(0);
    }

    private async Task<Running.Outcome> LoadAsync(string file, params string[] more) =>
        await Running.Cli.RunAsync(["load", file, "--into", "t", "--db", _database.Url, .. more.Contains("--on-conflict") ? (string[])[] : ["--on-conflict", "skip"], .. more]);

    private static Task<CommandResult> ShellAsync(string call) => (UniquityCommand.With("-c", call) with { Program = "/bin/bash" }).RunAsync();

    private void MakeTable() => Sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)");

    private long Rows() => Sqlite("SELECT count(*) FROM t");

    private long Sqlite(string sql)
    {
        Uniquity.Sqlite.SqliteDriver.Use();
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_database.FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : 0;
    }

    private static byte[] Zip(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest)) zip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
