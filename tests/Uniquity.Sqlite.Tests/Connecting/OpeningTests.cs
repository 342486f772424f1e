using Microsoft.Data.Sqlite;
using Uniquity.Sqlite.Connecting;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Connecting;

public sealed class OpeningTests : IDisposable
{
    private readonly SqliteDatabase _file = new();

    [Theory]
    [InlineData("with space.db")]
    [InlineData("question?mark.db")]
    [InlineData("größe 名前.db")]
    [InlineData("semi;colon='quote'.db")]
    [InlineData("per%20cent.db")]
    [InlineData("file:x.db")]
    public async Task A_file_of_any_name_is_opened(string name)
    {
        using var file = new SqliteDatabase(name);
        SqliteFile.Execute(_file.FilePath, "CREATE TABLE users (x text)");
        File.Copy(_file.FilePath, file.FilePath);
        await using var target = await SqliteTarget.OpenAsync(SqliteTargetOptions.FromUrl(file.Url));
        (await target.FindTableAsync("users", default)).ShouldNotBeNull();
        (await target.DescribeAsync(default)).Host.ShouldBe(file.FilePath);
        Directory.GetFiles(Path.GetDirectoryName(file.FilePath)!).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_file_whose_index_calls_a_function_of_the_engine_is_opened_and_its_holder_found()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (id INTEGER PRIMARY KEY, d TEXT); CREATE UNIQUE INDEX t_k ON t (json_extract(d, '$.k')); INSERT INTO t VALUES (1, '{\"k\":\"a\"}')");
        (await scene.Refuse("INSERT INTO t (d) VALUES ('{\"k\":\"a\",\"n\":2}')")).Holder!.Row!.Text("id").ShouldBe("1");
    }

    [Fact]
    public async Task A_missing_file_is_not_made()
    {
        (await Refused()).ShouldBe($"there is no file {_file.FilePath} (looked for {_file.FilePath})");
        File.Exists(_file.FilePath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_is_no_database()
    {
        Directory.CreateDirectory(_file.FilePath);
        (await Refused()).ShouldBe($"{_file.FilePath} is a folder, not a SQLite database");
    }

    [Fact]
    public async Task What_is_no_database_or_encrypted_is_said()
    {
        await File.WriteAllTextAsync(_file.FilePath, new string('x', 5000));
        (await Refused()).ShouldBe($"{_file.FilePath} is not a SQLite database, or it is encrypted: its first bytes are not SQLite's");
    }

    [Fact]
    public async Task An_empty_file_is_an_empty_database()
    {
        await File.WriteAllTextAsync(_file.FilePath, string.Empty);
        await using var target = await SqliteTarget.OpenAsync(_file.FilePath);
        (await target.GetUniqueIndexesAsync(null, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_locked_file_is_said_to_be()
    {
        SqliteFile.Execute(_file.FilePath, "CREATE TABLE users (x text)");
        await using var writer = new SqliteConnection($"Data Source={_file.FilePath};Pooling=False");
        writer.Open();
        await using var command = writer.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        (await Refused()).ShouldBe($"{_file.FilePath} is locked by another process: try again when its write is done");
    }

    [Fact]
    public async Task A_damaged_file_is_said_to_be()
    {
        SqliteFile.Execute(_file.FilePath, "CREATE TABLE users (x text); INSERT INTO users VALUES ('x')");
        await using (var file = File.OpenWrite(_file.FilePath))
        {
            file.Seek(100, SeekOrigin.Begin);
            file.Write(new byte[3000]);
        }

        (await Refused()).ShouldContain("is damaged");
    }

    [Fact]
    public async Task A_database_in_wal_mode_is_read_while_it_is_written()
    {
        SqliteFile.Execute(_file.FilePath, "PRAGMA journal_mode = WAL; CREATE TABLE users (x text)");
        await using var writer = new SqliteConnection($"Data Source={_file.FilePath};Pooling=False");
        writer.Open();
        await using var command = writer.CreateCommand();
        command.CommandText = "INSERT INTO users VALUES ('in the log'); BEGIN IMMEDIATE; INSERT INTO users VALUES ('not committed')";
        command.ExecuteNonQuery();
        await using var target = await SqliteTarget.OpenAsync(_file.FilePath);
        var table = (await target.FindTableAsync("users", default))!;
        (await target.Facts.CountAsync(table, [], 10, default)).Value.ShouldBe(1);
    }

    [Fact]
    public async Task The_connection_cannot_write()
    {
        SqliteFile.Execute(_file.FilePath, "CREATE TABLE users (x text)");
        using var connection = SqliteOpener.Open(new SqliteTargetOptions { Path = _file.FilePath });
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO users VALUES ('x')";
        Should.Throw<SqliteException>(() => command.ExecuteNonQuery()).SqliteErrorCode.ShouldBe(8);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_version_is_that_of_the_library_in_use()
    {
        SqliteFile.Execute(_file.FilePath, "CREATE TABLE users (x text)");
        await using var target = await SqliteTarget.OpenAsync(_file.FilePath);
        var info = await target.DescribeAsync(default);
        Version.Parse(info.Version).ShouldBeGreaterThanOrEqualTo(new Version(3, 35));
        (info.Role, info.User, info.Database).ShouldBe(("embedded", null, "test.db"));
    }

    public void Dispose() => _file.Dispose();

    private async Task<string> Refused()
    {
        var options = new SqliteTargetOptions { Path = _file.FilePath, LockTimeout = TimeSpan.FromSeconds(1) };
        var error = await Should.ThrowAsync<TargetException>(async () => await SqliteTarget.OpenAsync(options));
        error.Message.ShouldNotContain("\n");
        return error.Message;
    }
}
