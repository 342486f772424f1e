using System.Data.Common;
using Microsoft.Data.Sqlite;
using Uniquity.Once;
using Uniquity.Sqlite.Once;
using Uniquity.Testing.Conformance.Once;
using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Once;

public class SqliteOnceTests : OnceConformance
{
    [Fact]
    public async Task Two_processes_writing_at_once_wait_for_each_others_transaction()
    {
        // Two stores know nothing of each other's keys, as two processes do not.
        var (one, other) = (await Database.StoreAsync(), await Database.StoreAsync());

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (call, _) =>
            (await (call % 2 == 0 ? one : other).OnceAsync("s", $"k{call / 8}", Effect($"e{call / 8}", 1), cancellationToken: CancellationToken.None)).IsDone.ShouldBeTrue());

        (await EffectsAsync()).Order().ShouldBe(Enumerable.Range(0, 25).Select(key => $"e{key}").Order());
    }

    protected override Task<IOnceDatabase> CreateAsync()
    {
        var file = new SqliteDatabase();
        SqliteFile.Execute(file.FilePath, "pragma journal_mode = wal; create table effects (what text not null)");
        return Task.FromResult<IOnceDatabase>(new OnceDatabase(file));
    }

    private sealed class OnceDatabase(SqliteDatabase file) : IOnceDatabase
    {
        private readonly List<SqliteOnceStore> _stores = [];

        private string ConnectionString => $"Data Source={file.FilePath}";

        public async Task<IOnceStore> StoreAsync(OnceOptions? options = null)
        {
            var store = new SqliteOnceStore(ConnectionString, options);
            _stores.Add(store);
            await store.CreateAsync();
            return store;
        }

        public async Task<DbConnection> OpenAsync()
        {
            var connection = new SqliteConnection(ConnectionString);
            await connection.OpenAsync();
            return connection;
        }

        public Task<DbTransaction> BeginAsync(DbConnection connection) => Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

        public ValueTask DisposeAsync()
        {
            foreach (var store in _stores) store.Dispose();
            SqliteConnection.ClearAllPools();
            file.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
