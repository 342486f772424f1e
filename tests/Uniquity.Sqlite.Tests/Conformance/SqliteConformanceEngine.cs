using System.Diagnostics;
using System.Text;
using Uniquity.Loading;
using Uniquity.Sqlite.Loading;
using Uniquity.Targets;
using Uniquity.Testing.Conformance;
using Uniquity.Testing.Conformance.Loading;
using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Conformance;

/// <summary>SQLite for the conformance suite: a file for each test, and the sqlite3 shell.</summary>
public sealed class SqliteConformanceEngine : IConformanceEngine
{
    public ValueTask<IConformanceDatabase> CreateAsync() => ValueTask.FromResult<IConformanceDatabase>(new Scene());

    /// <summary>Runs a query in the sqlite3 shell, as a person pastes it.</summary>
    public static async Task<string> ShellAsync(string file, string query)
    {
        var start = new ProcessStartInfo("sqlite3", ["-batch", "-bail", "-readonly", file])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        using var shell = Process.Start(start)!;
        await shell.StandardInput.WriteLineAsync(query.EndsWith(';') || query.StartsWith('.') ? query : query + ";");
        shell.StandardInput.Close();
        var errors = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        (await errors).ShouldBeEmpty(query);
        return output;
    }

    private sealed class Scene : ILoaderDatabase
    {
        private readonly SqliteDatabase _file = new();

        public Scene() => SqliteFile.Execute(_file.FilePath, "PRAGMA user_version = 1");

        public ValueTask ExecuteAsync(string sql)
        {
            SqliteFile.Execute(_file.FilePath, sql);
            return ValueTask.CompletedTask;
        }

        public async ValueTask<ITarget> OpenAsync() => await SqliteTarget.OpenAsync(_file.FilePath);

        public async ValueTask<ILoader> OpenLoaderAsync() => await SqliteLoader.OpenAsync(new SqliteTargetOptions { Path = _file.FilePath, LockTimeout = TimeSpan.FromSeconds(2) });

        public async ValueTask<string> RunInShellAsync(string query) => await ShellAsync(_file.FilePath, query);

        public async ValueTask<string> DumpAsync() => await ShellAsync(_file.FilePath, ".dump");

        public ValueTask DisposeAsync()
        {
            _file.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
