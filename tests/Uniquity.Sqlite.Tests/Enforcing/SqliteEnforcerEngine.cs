using Uniquity.Enforcing;
using Uniquity.Resolving;
using Uniquity.Sqlite.Enforcing;
using Uniquity.Sqlite.Resolving;
using Uniquity.Sqlite.Tests.Conformance;
using Uniquity.Targets;
using Uniquity.Testing.Conformance.Enforcing;
using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Enforcing;

/// <summary>SQLite for the suite of enforcers.</summary>
public sealed class SqliteEnforcerEngine : IEnforcerEngine
{
    public ValueTask<IEnforcerDatabase> CreateAsync() => ValueTask.FromResult<IEnforcerDatabase>(new Scene());

    private sealed class Scene : IEnforcerDatabase
    {
        private readonly SqliteDatabase file = new();

        public Scene() => SqliteFile.Execute(file.FilePath, "PRAGMA user_version = 1");

        public ValueTask ExecuteAsync(string sql)
        {
            SqliteFile.Execute(file.FilePath, sql);
            return ValueTask.CompletedTask;
        }

        public async ValueTask<ITarget> OpenAsync() => await SqliteTarget.OpenAsync(file.FilePath);

        public async ValueTask<IEnforcer> OpenEnforcerAsync() => await SqliteEnforcer.OpenAsync(SqliteTargetOptions.FromUrl(file.Url));

        public async ValueTask<IResolver> OpenResolverAsync() => await SqliteResolver.OpenAsync(SqliteTargetOptions.FromUrl(file.Url), clock: null, CancellationToken.None);

        public async ValueTask<string> RunInShellAsync(string query) => await SqliteConformanceEngine.ShellAsync(file.FilePath, query);

        public async ValueTask<string> DumpAsync() => await SqliteConformanceEngine.ShellAsync(file.FilePath, ".dump");

        public ValueTask DisposeAsync()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
