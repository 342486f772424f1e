using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving;
using Uniquity.Testing.Conformance.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Resolving;

/// <summary>SQLite for the suite of resolvers; connections that set scenes keep foreign keys, as a careful application does.</summary>
public sealed class SqliteResolverEngine : IResolverEngine
{
    public ValueTask<IResolverDatabase> CreateAsync() => ValueTask.FromResult<IResolverDatabase>(new Scene());

    private sealed class Scene : IResolverDatabase
    {
        private readonly SqliteDatabase file = new();

        public Scene() => SqliteFile.Execute(file.FilePath, "PRAGMA user_version = 1");

        public ValueTask ExecuteAsync(string sql)
        {
            SqliteFile.Execute(file.FilePath, "PRAGMA foreign_keys = 1; " + sql);
            return ValueTask.CompletedTask;
        }

        public async ValueTask<IResolver> OpenAsync() => await SqliteResolver.OpenAsync(SqliteTargetOptions.FromUrl(file.Url), clock: null, CancellationToken.None);

        public ValueTask<IReadOnlyList<string>> RowsAsync(string sql) => ValueTask.FromResult(SqliteContent.Rows(file.FilePath, sql));

        public ValueTask<string> ContentAsync() => ValueTask.FromResult(SqliteContent.Of(file.FilePath));

        public TableName Table(string name) => new(null, name);

        public ValueTask DisposeAsync()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
