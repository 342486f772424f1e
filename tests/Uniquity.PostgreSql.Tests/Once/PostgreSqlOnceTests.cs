using System.Data.Common;
using Npgsql;
using Uniquity.Once;
using Uniquity.PostgreSql.Once;
using Uniquity.Testing.Conformance.Once;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Once;

[RunsOnPostgreSql]
public class PostgreSqlOnceTests : OnceConformance
{
    [PostgreSqlFact]
    public async Task With_connections_killed_under_way_each_key_has_its_effect_once()
    {
        var store = await Database.StoreAsync();
        using var over = new CancellationTokenSource();
        var killing = KillAsync(over.Token);
        var failures = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 600), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (call, _) =>
        {
            var key = call % 100;
            while (true)
            {
                try
                {
                    (await store.OnceAsync("race", $"k{key}", Effect($"e{key}", key), cancellationToken: CancellationToken.None)).Value.ShouldBe(key);
                    return;
                }
                catch (NpgsqlException)
                {
                    // What a client sees when its connection is cut, at whatever moment: it asks again.
                    Interlocked.Increment(ref failures);
                }
            }
        });

        await over.CancelAsync();
        await killing;
        failures.ShouldBeGreaterThan(0, "the test must have cut some");
        (await EffectsAsync()).Order().ShouldBe(Enumerable.Range(0, 100).Select(key => $"e{key}").Order());
    }

    [PostgreSqlFact]
    public async Task A_transaction_that_the_work_broke_is_not_taken_for_done()
    {
        var store = await Database.StoreAsync();
        await Should.ThrowAsync<PostgresException>(() => store.OnceAsync("s", "k", async (work, token) =>
        {
            await WriteAsync(work.Connection, work.Transaction, "half");
            await Should.ThrowAsync<PostgresException>(() => WriteAsync(work.Connection, work.Transaction, DBNull.Value));
            return 1;
        }));

        (await EffectsAsync()).ShouldBeEmpty();
    }

    [PostgreSqlFact]
    public async Task The_callers_own_lock_timeout_is_left_as_it_is()
    {
        var store = await Database.StoreAsync();
        await using var connection = (NpgsqlConnection)await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var set = new NpgsqlCommand("SET LOCAL lock_timeout = '7s'", connection)) await set.ExecuteNonQueryAsync();

        await store.OnceAsync(transaction, "s", "k", Effect("1", 1));

        await using var show = new NpgsqlCommand("SHOW lock_timeout", connection);
        (await show.ExecuteScalarAsync()).ShouldBe("7s");
    }

    [PostgreSqlFact]
    public async Task Another_engines_transaction_is_refused()
    {
        var store = await Database.StoreAsync();
        await Should.ThrowAsync<ArgumentException>(() => store.RunAsync(null!, new OnceCall("s", "k"), (_, _) => Task.FromResult<ReadOnlyMemory<byte>>(default)));
    }

    protected override async Task<IOnceDatabase> CreateAsync()
    {
        var database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE effects (what text NOT NULL)");
        return new OnceDatabase(database);
    }

    private async Task KillAsync(CancellationToken over)
    {
        await using var own = (NpgsqlConnection)await Database.OpenAsync();
        while (!over.IsCancellationRequested)
        {
            await using var kill = new NpgsqlCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 2) s", own);
            await kill.ExecuteScalarAsync(CancellationToken.None);
            await Task.Delay(25, CancellationToken.None);
        }
    }

    private sealed class OnceDatabase(PostgreSqlDatabase database) : IOnceDatabase
    {
        private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database.DataSource.ConnectionString + ";Maximum Pool Size=32");

        public async Task<IOnceStore> StoreAsync(OnceOptions? options = null)
        {
            var store = new PostgreSqlOnceStore(_source, options, "keys of Bob's");
            await store.CreateAsync();
            return store;
        }

        public async Task<DbConnection> OpenAsync() => await database.DataSource.OpenConnectionAsync();

        public async Task<DbTransaction> BeginAsync(DbConnection connection) => await connection.BeginTransactionAsync();

        public async ValueTask DisposeAsync()
        {
            await _source.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
