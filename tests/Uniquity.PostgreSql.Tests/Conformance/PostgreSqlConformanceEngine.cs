using Uniquity.Loading;
using Uniquity.PostgreSql.Loading;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;
using Uniquity.Testing.Conformance;
using Uniquity.Testing.Conformance.Loading;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Conformance;

/// <summary>PostgreSQL for the conformance suite: a database for each test, psql and pg_dump.</summary>
public sealed class PostgreSqlConformanceEngine : IConformanceEngine
{
    public async ValueTask<IConformanceDatabase> CreateAsync() => new Scene(await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync());

    private sealed class Scene(PostgreSqlDatabase database) : ILoaderDatabase
    {
        /// <summary>psql runs each statement in a transaction of its own, as CONCURRENTLY wants it.</summary>
        public async ValueTask ExecuteAsync(string sql) => await Psql.RunAsync(database.Url, sql);

        public async ValueTask<ITarget> OpenAsync() => await PostgreSqlTarget.OpenAsync(database.Url, options: null, CancellationToken.None);

        public async ValueTask<ILoader> OpenLoaderAsync() => await PostgreSqlLoader.OpenAsync(database.Url, new() { StatementTimeout = TimeSpan.FromSeconds(2) }, CancellationToken.None);

        public async ValueTask<string> RunInShellAsync(string query) => await Psql.RunAsync(database.Url, query.TrimEnd().EndsWith(';') ? query : query + "\n;");

        public async ValueTask<string> RefusedAsync(string sql) => await Psql.RefusedAsync(database.Url, sql);

        public async ValueTask<string> DumpAsync() => await Psql.DumpAsync(database.Url);

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
