using Npgsql;
using Uniquity.PostgreSql.Writing;
using Uniquity.Testing.Engines;
using Uniquity.Writing;

namespace Uniquity.PostgreSql.Tests.Writing;

/// <summary>64 writers, 10,000 operations, 100 keys: no exception escapes, no effect is lost or doubled.</summary>
public class RaceTests : OnPostgreSql
{
    private const int Operations = 10_000;
    private const int Keys = 100;

    [PostgreSqlTheory]
    [InlineData("")]
    [InlineData(";Max Auto Prepare=20;Auto Prepare Min Usages=1")]
    public async Task Insert_or_get_gives_every_writer_the_same_row(string settings)
    {
        await TableAsync();
        var ids = new long[Operations];

        var inserted = await RaceAsync(async (source, operation) =>
        {
            var (outcome, row) = await source.InsertOrGetAsync(new Counter { Name = Name(operation), Writer = operation }, counter => counter.Name, "counters");
            ids[operation] = row.Id;
            return outcome == WriteOutcome.Inserted;
        }, settings: settings);

        inserted.ShouldBe(Keys);
        ids.Index().GroupBy(id => Name(id.Index)).ShouldAllBe(group => group.Select(id => id.Item).Distinct().Count() == 1);
    }

    [PostgreSqlFact]
    public async Task Insert_if_absent_has_one_winner_for_each_key()
    {
        await TableAsync();

        (await RaceAsync(async (source, operation) =>
            (await source.InsertIfAbsentAsync(new Counter { Name = Name(operation), Writer = operation }, counter => counter.Name, "counters")).Outcome == WriteOutcome.Inserted)).ShouldBe(Keys);
    }

    [PostgreSqlFact]
    public async Task Of_upserts_the_newest_is_what_stays()
    {
        await TableAsync();

        (await RaceAsync(async (source, operation) =>
            (await source.UpsertAsync(new Counter { Name = Name(operation), Writer = operation }, counter => counter.Name, new() { NewerBy = counter => counter.Writer }, "counters")).Outcome == WriteOutcome.Inserted))
            .ShouldBe(Keys);

        (await Database.ScalarAsync<long>("SELECT sum(writer) FROM counters")).ShouldBe(Enumerable.Range(Operations - Keys, Keys).Sum());
    }

    [PostgreSqlFact]
    public async Task Bulk_upserts_of_the_same_keys_in_the_same_order_all_end()
    {
        await TableAsync();
        var inserted = 0;

        // Sorted, as the documentation asks of batches that meet: two that take the same rows in another order would deadlock.
        await Parallel.ForEachAsync(Enumerable.Range(0, 64), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (writer, cancellation) =>
        {
            var rows = Enumerable.Range(0, 156).Select(n => new Counter { Name = $"k{n % Keys:000}", Writer = writer }).OrderBy(row => row.Name);
            await foreach (var result in Database.DataSource.BulkUpsertAsync(rows.ToAsyncEnumerable(), counter => counter.Name, new() { NewerBy = counter => counter.Writer }, "counters", cancellation))
            {
                if (result.Outcome == WriteOutcome.Inserted) Interlocked.Increment(ref inserted);
                result.Outcome.ShouldNotBe(WriteOutcome.Rejected);
            }
        });

        inserted.ShouldBe(Keys);
        (await Database.ScalarAsync<long>("SELECT sum(writer) FROM counters")).ShouldBe(63 * Keys);
    }

    [PostgreSqlTheory]
    [InlineData("insert or get")]
    [InlineData("insert if absent")]
    [InlineData("upsert")]
    [InlineData("bulk upsert")]
    public async Task With_connections_killed_under_way_a_retry_ends_in_one_row_for_each_key(string how)
    {
        await TableAsync();
        using var over = new CancellationTokenSource();
        var killing = KillAsync(over.Token);
        var cut = 0;

        await RaceAsync(
            async (source, operation) =>
            {
                while (true)
                {
                    try
                    {
                        return await WriteAsync(source, how, new() { Name = Name(operation), Writer = operation });
                    }
                    catch (NpgsqlException)
                    {
                        Interlocked.Increment(ref cut);
                    }
                }
            },
            600);

        await over.CancelAsync();
        await killing;
        cut.ShouldBeGreaterThan(0, "the test must have cut some");
        (await Database.ScalarAsync<long>("SELECT count(*) FROM counters")).ShouldBe(Keys);
        if (how.EndsWith("upsert", StringComparison.Ordinal)) (await Database.ScalarAsync<long>("SELECT sum(writer) FROM counters")).ShouldBe(Enumerable.Range(500, Keys).Sum());
    }

    private static async Task<bool> WriteAsync(NpgsqlDataSource source, string how, Counter row)
    {
        var newer = new UpsertOptions<Counter> { NewerBy = counter => counter.Writer };
        switch (how)
        {
            case "insert or get":
                return (await source.InsertOrGetAsync(row, counter => counter.Name, "counters")).Outcome == WriteOutcome.Inserted;
            case "insert if absent":
                return (await source.InsertIfAbsentAsync(row, counter => counter.Name, "counters")).Outcome == WriteOutcome.Inserted;
            case "upsert":
                return (await source.UpsertAsync(row, counter => counter.Name, newer, "counters")).Outcome == WriteOutcome.Inserted;
            default:
                await foreach (var result in source.BulkUpsertAsync(new[] { row }.ToAsyncEnumerable(), counter => counter.Name, newer, "counters")) return result.Outcome == WriteOutcome.Inserted;
                return false;
        }
    }

    private static string Name(int operation) => $"k{operation % Keys:000}";

    private Task TableAsync() => RunAsync("CREATE TABLE counters (id bigint GENERATED ALWAYS AS IDENTITY, name text UNIQUE, writer int)");

    private async Task<int> RaceAsync(Func<NpgsqlDataSource, int, Task<bool>> write, int operations = Operations, string settings = "")
    {
        var won = 0;
        await using var source = NpgsqlDataSource.Create(Database.DataSource.ConnectionString + ";Maximum Pool Size=24" + settings);
        await Parallel.ForEachAsync(Enumerable.Range(0, operations), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (operation, _) =>
        {
            if (await write(source, operation)) Interlocked.Increment(ref won);
        });
        return won;
    }

    private async Task KillAsync(CancellationToken over)
    {
        await using var own = await Database.DataSource.OpenConnectionAsync(CancellationToken.None);
        while (!over.IsCancellationRequested)
        {
            await using var kill = new NpgsqlCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 2) s", own);
            await kill.ExecuteScalarAsync(CancellationToken.None);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public sealed class Counter
    {
        public long Id { get; set; }

        public string Name { get; set; } = "";

        public int Writer { get; set; }
    }
}
