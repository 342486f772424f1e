using System.Text.Json;
using Microsoft.Data.Sqlite;
using Uniquity.Sqlite;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Faults;

/// <summary>A database that files are loaded into by the command as a process, and a folder for the files.</summary>
internal sealed class LoadSite : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("uniquity-load-");
    private readonly PostgreSqlDatabase? _server;
    private readonly SqliteDatabase? _file;
    private readonly string? _path;

    private LoadSite(PostgreSqlDatabase? server, SqliteDatabase? file, string? path = null) => (_server, _file, _path) = (server, file, path ?? file?.FilePath);

    /// <summary>The target.</summary>
    public string Url => _server?.Url ?? $"sqlite:{_path}";

    /// <summary>The reject file.</summary>
    public string Rejects => Path.Combine(_folder.FullName, "refused.ndjson");

    /// <summary>Makes one.</summary>
    public static async Task<LoadSite> OpenAsync(string engine, PostgreSqlServer? server = null) =>
        engine == "SQLite" ? new(null, new()) : new(await (server ?? await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync(), null);

    /// <summary>One on a file of SQLite.</summary>
    public static LoadSite OnFile(string path) => new(null, null, path);

    /// <summary>Writes a file.</summary>
    public string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs a call of load to its end.</summary>
    public Task<CommandResult> LoadAsync(string file, params string[] more) => Call(file, more).RunAsync();

    /// <summary>A call of load.</summary>
    public Command Call(string file, params string[] more) => UniquityCommand.With(["load", file, "--into", "t", "--db", Url, .. more]);

    /// <summary>Kills a load once some more of it is in, and a moment later.</summary>
    /// <returns>Whether it still ran.</returns>
    public async Task<bool> KillAsync(long records, TimeSpan later, string file, params string[] more)
    {
        var from = await DoneAsync() ?? 0;
        using var process = Call(file, more).Start();
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        while (!process.HasExited && records > 0 && (await DoneAsync() ?? 0) < from + records) await Task.Delay(2);
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(later));
        var ran = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        await output;
        return ran;
    }

    /// <summary>How many records are in of the load that is under way; null where none was begun.</summary>
    public async Task<long?> DoneAsync()
    {
        var table = _server is null ? "uniquity_loads" : "uniquity.loads";
        try
        {
            if (await AskAsync(_server is null ? $"SELECT count(*) FROM sqlite_master WHERE name = '{table}'" : $"SELECT count(to_regclass('{table}'))") != "1") return null;
            var done = await AskAsync($"SELECT max(inserted + updated + skipped + rejected) FROM {table}");
            return done.Length == 0 ? null : long.Parse(done, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is SqliteException { SqliteErrorCode: 1 })
        {
            // The load was complete between the two questions.
            return null;
        }
    }

    /// <summary>The sums that a call printed: inserted, updated, skipped, rejected.</summary>
    public static (long Read, string Became) Sums(CommandResult result)
    {
        using var json = JsonDocument.Parse(result.Output);
        long Count(string name) => json.RootElement.GetProperty(name).GetInt64();
        Count("read").ShouldBe(Count("inserted") + Count("updated") + Count("skipped") + Count("rejected"));
        return (Count("read"), $"{Count("inserted")} {Count("updated")} {Count("skipped")} {Count("rejected")}");
    }

    /// <summary>The lines that the reject file names.</summary>
    public long[] RejectedLines() => [.. System.IO.File.ReadLines(Rejects).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("line").GetInt64())];

    /// <summary>Runs statements.</summary>
    public async Task ExecuteAsync(string sql)
    {
        if (_server is not null) await _server.ExecuteAsync(sql);
        else Query(sql);
    }

    /// <summary>Asks for a text.</summary>
    public async Task<string> AskAsync(string sql) => _server is not null ? await _server.ScalarAsync<string>($"SELECT ({sql})::text") ?? "" : Query($"SELECT ({sql})");

    /// <summary>A connection of its own on PostgreSQL.</summary>
    public Task<Npgsql.NpgsqlConnection> ConnectAsync() => _server!.OpenAsync();

    /// <summary>Leaves connections that a restart has cut.</summary>
    public void Reconnect() => _server!.DataSource.Clear();

    public async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        _file?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }

    private string Query(string sql)
    {
        SqliteDriver.Use();
        using var connection = new SqliteConnection($"Data Source={_path};Pooling=False;Default Timeout=60");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }
}
