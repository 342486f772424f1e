using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Uniquity.Once;

namespace Uniquity.AspNetCore.Tests.Once;

public class OnceHousekeepingTests
{
    [Fact]
    public async Task The_table_is_made_at_start_and_old_keys_go_even_after_a_failure()
    {
        var store = new Store();
        using var housekeeping = new OnceHousekeeping(store, Options.Create(new OnceStoreOptions { RemoveExpiredEvery = TimeSpan.FromMilliseconds(20) }), TimeProvider.System, NullLogger<OnceHousekeeping>.Instance);

        await housekeeping.StartAsync(default);
        await store.RemovedTwice.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await housekeeping.StopAsync(default);

        store.Created.ShouldBe(1);
    }

    [Fact]
    public async Task Where_migrations_make_the_table_it_is_left_alone()
    {
        var store = new Store();
        using var housekeeping = new OnceHousekeeping(
            store, Options.Create(new OnceStoreOptions { CreateTable = false, RemoveExpiredEvery = Timeout.InfiniteTimeSpan }), TimeProvider.System, NullLogger<OnceHousekeeping>.Instance);

        await housekeeping.StartAsync(default);
        await housekeeping.StopAsync(default);

        store.Created.ShouldBe(0);
    }

    private sealed class Store : IOnceStore
    {
        private int _removals;

        public TaskCompletionSource RemovedTwice { get; } = new();

        public int Created { get; private set; }

        public string Schema => "";

        public Task CreateAsync(CancellationToken cancellationToken = default)
        {
            Created++;
            return Task.CompletedTask;
        }

        public Task<long> RemoveExpiredAsync(CancellationToken cancellationToken = default)
        {
            if (++_removals == 1) throw new Microsoft.Data.Sqlite.SqliteException("the disk is full", 13);
            RemovedTwice.TrySetResult();
            return Task.FromResult(0L);
        }

        public Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(OnceCall call, Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> action, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(
            DbTransaction transaction, OnceCall call, Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> action, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
