using Uniquity.Enforcing;
using Uniquity.PostgreSql.Enforcing;
using Uniquity.PostgreSql.Resolving;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Targets;
using Uniquity.Testing.Conformance.Enforcing;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Enforcing;

/// <summary>PostgreSQL for the suite of enforcers.</summary>
public sealed class PostgreSqlEnforcerEngine : IEnforcerEngine
{
    public async ValueTask<IEnforcerDatabase> CreateAsync() => new Scene(await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync());

    private sealed class Scene(PostgreSqlDatabase database) : IEnforcerDatabase
    {
        public async ValueTask ExecuteAsync(string sql) => await Psql.RunAsync(database.Url, sql);

        public async ValueTask<ITarget> OpenAsync() => await PostgreSqlTarget.OpenAsync(database.Url, options: null, CancellationToken.None);

        public async ValueTask<IEnforcer> OpenEnforcerAsync() => await PostgreSqlEnforcer.OpenAsync(database.Url, options: null, clock: null, CancellationToken.None);

        public async ValueTask<IResolver> OpenResolverAsync() => await PostgreSqlResolver.OpenAsync(database.Url, options: null, clock: null, CancellationToken.None);

        public async ValueTask<string> RunInShellAsync(string query) => await Psql.RunAsync(database.Url, query + ";");

        public async ValueTask<string> RefusedAsync(string sql) => await Psql.RefusedAsync(database.Url, sql);

        public async ValueTask<string> DumpAsync() => await Psql.DumpAsync(database.Url);

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
