using System.Data.Common;
using Shouldly;
using Uniquity.Once;
using Xunit;

namespace Uniquity.Testing.Conformance.Once;

/// <summary>What every store of keys promises: an effect happens once, with its key or not at all.</summary>
public abstract class OnceConformance : IAsyncLifetime
{
    private IOnceDatabase? _database;

    protected IOnceDatabase Database => _database!;

    public async Task InitializeAsync() => _database = await CreateAsync();

    public async Task DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }

    [ConformanceFact]
    public async Task The_first_call_does_the_work_and_the_next_gets_its_result()
    {
        var store = await Database.StoreAsync();

        var first = await store.OnceAsync("orders", "k1", Effect("ordered", 41));
        var second = await store.OnceAsync("orders", "k1", Effect("ordered again", 42));

        (first.Status, first.Value).ShouldBe((OnceStatus.Executed, 41));
        (second.Status, second.Value).ShouldBe((OnceStatus.Replayed, 41));
        (await EffectsAsync()).ShouldBe(["ordered"]);
    }

    [ConformanceFact]
    public async Task A_key_means_something_only_within_its_scope()
    {
        var store = await Database.StoreAsync();
        await store.OnceAsync("a", "bc", Effect("1", 1));

        (await store.OnceAsync("ab", "c", Effect("2", 2))).Status.ShouldBe(OnceStatus.Executed);
        (await store.OnceAsync("a", "bc ", Effect("3", 3))).Status.ShouldBe(OnceStatus.Executed);
        (await EffectsAsync()).ShouldBe(["1", "2", "3"], ignoreOrder: true);
    }

    [ConformanceFact]
    public async Task Work_that_fails_leaves_neither_effect_nor_key()
    {
        var store = await Database.StoreAsync();

        await Should.ThrowAsync<InvalidTimeZoneException>(() => store.OnceAsync<int>("s", "k", async (work, _) =>
        {
            await WriteAsync(work.Connection, work.Transaction, "half");
            throw new InvalidTimeZoneException();
        }));

        (await EffectsAsync()).ShouldBeEmpty();
        (await store.OnceAsync("s", "k", Effect("whole", 1))).Status.ShouldBe(OnceStatus.Executed);
    }

    [ConformanceFact]
    public async Task Another_request_under_the_same_key_is_refused()
    {
        var store = await Database.StoreAsync();
        await store.OnceAsync("s", "k", Effect("1", 1), request: "buy 1");

        var other = await store.OnceAsync("s", "k", Effect("2", 2), request: "buy 2");

        (other.Status, other.IsDone, other.Value).ShouldBe((OnceStatus.DifferentRequest, false, 0));
        (await store.OnceAsync("s", "k", Effect("1", 1), request: "buy 1")).Status.ShouldBe(OnceStatus.Replayed);
        (await EffectsAsync()).ShouldBe(["1"]);
    }

    [ConformanceFact]
    public async Task A_call_that_may_not_wait_is_told_that_the_key_is_at_work()
    {
        var store = await Database.StoreAsync(new() { Wait = TimeSpan.Zero });
        var (running, started, go) = Begin(store, "k");
        await started;

        (await store.OnceAsync("s", "k", Effect("2", 2))).Status.ShouldBe(OnceStatus.InProgress);

        go.SetResult();
        (await running).Status.ShouldBe(OnceStatus.Executed);
        (await store.OnceAsync("s", "k", Effect("3", 3))).Value.ShouldBe(1);
        (await EffectsAsync()).ShouldBe(["1"]);
    }

    [ConformanceFact]
    public async Task A_wait_ends_when_its_time_is_over()
    {
        var store = await Database.StoreAsync(new() { Wait = TimeSpan.FromMilliseconds(200) });
        var (running, started, go) = Begin(store, "k");
        await started;

        (await store.OnceAsync("s", "k", Effect("2", 2))).Status.ShouldBe(OnceStatus.InProgress);

        go.SetResult();
        (await running).IsDone.ShouldBeTrue();
    }

    [ConformanceFact]
    public async Task A_call_that_waits_gets_the_result_of_the_first()
    {
        var store = await Database.StoreAsync();
        var (running, started, go) = Begin(store, "k");
        await started;
        var waiting = store.OnceAsync("s", "k", Effect("2", 2));
        await Task.Delay(100);
        waiting.IsCompleted.ShouldBeFalse();

        go.SetResult();

        (await running).Status.ShouldBe(OnceStatus.Executed);
        (await waiting).ShouldBe(new OnceResult<int>(OnceStatus.Replayed, 1));
    }

    [ConformanceFact]
    public async Task A_call_that_waits_does_the_work_where_the_first_fails()
    {
        var store = await Database.StoreAsync();
        var (running, started, go) = Begin(store, "k");
        await started;
        var waiting = store.OnceAsync("s", "k", Effect("2", 2));

        go.SetException(new InvalidTimeZoneException());

        await Should.ThrowAsync<InvalidTimeZoneException>(() => running);
        (await waiting).ShouldBe(new OnceResult<int>(OnceStatus.Executed, 2));
        (await EffectsAsync()).ShouldBe(["2"]);
    }

    [ConformanceFact]
    public async Task A_key_whose_time_is_over_is_new_work()
    {
        var store = await Database.StoreAsync(new() { Retention = TimeSpan.FromMilliseconds(1) });
        await store.OnceAsync("s", "k", Effect("1", 1), request: "a");
        await Task.Delay(50);

        (await store.OnceAsync("s", "k", Effect("2", 2), request: "b")).ShouldBe(new OnceResult<int>(OnceStatus.Executed, 2));
    }

    [ConformanceFact]
    public async Task Keys_whose_time_is_over_are_removed_and_the_others_stay()
    {
        var store = await Database.StoreAsync();
        var shortLived = await Database.StoreAsync(new() { Retention = TimeSpan.FromMilliseconds(1) });
        await store.OnceAsync("s", "kept", Effect("1", 1));
        await shortLived.OnceAsync("s", "gone", Effect("2", 2));
        await Task.Delay(50);

        (await store.RemoveExpiredAsync()).ShouldBe(1);

        (await store.OnceAsync("s", "kept", Effect("3", 3))).Status.ShouldBe(OnceStatus.Replayed);
    }

    [ConformanceFact]
    public async Task In_the_callers_transaction_the_caller_decides()
    {
        var store = await Database.StoreAsync();
        await using (var connection = await Database.OpenAsync())
        {
            await using var transaction = await Database.BeginAsync(connection);
            (await store.OnceAsync(transaction, "s", "k", Effect("1", 1))).Status.ShouldBe(OnceStatus.Executed);
            await transaction.RollbackAsync();
        }

        (await EffectsAsync()).ShouldBeEmpty();
        await using (var connection = await Database.OpenAsync())
        {
            await using var transaction = await Database.BeginAsync(connection);
            (await store.OnceAsync(transaction, "s", "k", Effect("2", 2))).Status.ShouldBe(OnceStatus.Executed);
            await transaction.CommitAsync();
        }

        (await store.OnceAsync("s", "k", Effect("3", 3))).ShouldBe(new OnceResult<int>(OnceStatus.Replayed, 2));
    }

    [ConformanceFact]
    public async Task A_caller_that_commits_after_a_failure_commits_no_key()
    {
        var store = await Database.StoreAsync();
        await using (var connection = await Database.OpenAsync())
        {
            await using var transaction = await Database.BeginAsync(connection);
            await WriteAsync(connection, transaction, "before");
            await Should.ThrowAsync<InvalidTimeZoneException>(() => store.OnceAsync<int>(transaction, "s", "k", (_, _) => throw new InvalidTimeZoneException()));
            await transaction.CommitAsync();
        }

        (await store.OnceAsync("s", "k", Effect("after", 1))).Status.ShouldBe(OnceStatus.Executed);
        (await EffectsAsync()).ShouldBe(["before", "after"]);
    }

    [ConformanceFact]
    public async Task A_cancelled_call_leaves_nothing()
    {
        var store = await Database.StoreAsync();
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => store.OnceAsync<int>("s", "k", async (work, token) =>
        {
            await WriteAsync(work.Connection, work.Transaction, "half");
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
            return 1;
        }, cancellationToken: cancel.Token));

        (await EffectsAsync()).ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task Keys_of_every_sort_are_kept_as_they_are()
    {
        var store = await Database.StoreAsync();
        string[] keys = ["'", "\"; drop table effects; --", "naïve 🙂", new string('k', 2_000), " ", "%_\\"];
        foreach (var key in keys) (await store.OnceAsync("s", key, Effect("x", 1))).Status.ShouldBe(OnceStatus.Executed);
        foreach (var key in keys) (await store.OnceAsync("s", key, Effect("y", 2))).Status.ShouldBe(OnceStatus.Replayed);
    }

    [ConformanceFact]
    public async Task The_table_can_be_made_by_many_at_once()
    {
        var store = await Database.StoreAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.CreateAsync()));

        store.Schema.ShouldContain("CREATE TABLE");
    }

    [ConformanceFact]
    public async Task Among_64_callers_and_10_000_calls_each_of_100_keys_has_its_effect_once()
    {
        var store = await Database.StoreAsync();
        var results = new int[10_000];

        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (call, cancellation) =>
        {
            var key = call * 7919 % 100;
            var result = await store.OnceAsync("race", $"k{key}", Effect($"e{key}", key), cancellationToken: cancellation);
            result.IsDone.ShouldBeTrue();
            results[call] = result.Value - key;
        });

        results.ShouldAllBe(difference => difference == 0);
        (await EffectsAsync()).Order().ShouldBe(Enumerable.Range(0, 100).Select(key => $"e{key}").Order());
    }

    /// <summary>Makes a database with the table of effects.</summary>
    protected abstract Task<IOnceDatabase> CreateAsync();

    /// <summary>Work that writes one row and gives a result.</summary>
    protected static Func<OnceWork, CancellationToken, Task<int>> Effect(string what, int result) => async (work, _) =>
    {
        await WriteAsync(work.Connection, work.Transaction, what);
        return result;
    };

    /// <summary>Writes one row.</summary>
    protected static async Task WriteAsync(DbConnection connection, DbTransaction transaction, object what)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO effects (what) VALUES (@what)";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@what", what);
        command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What was written and committed.</summary>
    protected async Task<IReadOnlyList<string>> EffectsAsync()
    {
        await using var connection = await Database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT what FROM effects";
        var effects = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) effects.Add(reader.GetString(0));
        return effects;
    }

    private static (Task<OnceResult<int>> Running, Task Started, TaskCompletionSource Go) Begin(IOnceStore store, string key)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = store.OnceAsync("s", key, async (work, cancellation) =>
        {
            var result = await Effect("1", 1)(work, cancellation);
            started.SetResult();
            await go.Task;
            return result;
        });
        return (running, started.Task, go);
    }
}
