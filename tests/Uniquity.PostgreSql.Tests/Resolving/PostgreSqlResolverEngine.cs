using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Testing.Conformance.Resolving;

namespace Uniquity.PostgreSql.Tests.Resolving;

/// <summary>PostgreSQL for the suite of resolvers.</summary>
public sealed class PostgreSqlResolverEngine : IResolverEngine
{
    public async ValueTask<IResolverDatabase> CreateAsync() => new Scene(await Resolution.OfAsync());

    private sealed class Scene(Resolution resolution) : IResolverDatabase
    {
        public async ValueTask ExecuteAsync(string sql) => await resolution.Database.ExecuteAsync(sql);

        public async ValueTask<IResolver> OpenAsync() => await PostgreSql.Resolving.PostgreSqlResolver.OpenAsync(resolution.Database.Url, options: null, clock: null, CancellationToken.None);

        public async ValueTask<IReadOnlyList<string>> RowsAsync(string sql) => await resolution.RowsAsync(sql);

        public async ValueTask<string> ContentAsync() => await resolution.DumpAsync();

        public TableName Table(string name) => new("public", name);

        public ValueTask DisposeAsync() => resolution.DisposeAsync();
    }
}
