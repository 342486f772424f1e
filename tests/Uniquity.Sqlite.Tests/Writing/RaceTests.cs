using Microsoft.Data.Sqlite;
using Uniquity.Sqlite.Writing;
using Uniquity.Writing;

namespace Uniquity.Sqlite.Tests.Writing;

/// <summary>64 writers, 10,000 operations, 100 keys: no exception escapes, no effect is lost or doubled.</summary>
public class RaceTests : WriteScene
{
    private const int Operations = 10_000;
    private const int Keys = 100;

    public RaceTests() => Run("PRAGMA journal_mode = wal; CREATE TABLE counters (id INTEGER PRIMARY KEY, name TEXT UNIQUE, writer INT)");

    [Fact]
    public async Task Insert_or_get_gives_every_writer_the_same_row()
    {
        var ids = new long[Operations];

        (await RaceAsync(async (connection, operation) =>
        {
            var (outcome, row) = await connection.InsertOrGetAsync(Row(operation), counter => counter.Name);
            ids[operation] = row.Id;
            return outcome == WriteOutcome.Inserted;
        })).ShouldBe(Keys);

        ids.Index().GroupBy(id => id.Index % Keys).ShouldAllBe(group => group.Select(id => id.Item).Distinct().Count() == 1);
    }

    [Fact]
    public async Task Insert_if_absent_has_one_winner_for_each_key()
    {
        (await RaceAsync(async (connection, operation) => (await connection.InsertIfAbsentAsync(Row(operation), counter => counter.Name)).Outcome == WriteOutcome.Inserted)).ShouldBe(Keys);

        Number("SELECT count(*) FROM counters").ShouldBe(Keys);
    }

    [Fact]
    public async Task Of_upserts_the_newest_is_what_stays()
    {
        var options = new UpsertOptions<Counter> { NewerBy = counter => counter.Writer };

        (await RaceAsync(async (connection, operation) => (await connection.UpsertAsync(Row(operation), counter => counter.Name, options)).Outcome == WriteOutcome.Inserted)).ShouldBe(Keys);

        Number("SELECT sum(writer) FROM counters").ShouldBe(Enumerable.Range(Operations - Keys, Keys).Sum());
    }

    [Fact]
    public async Task Bulk_upserts_of_the_same_keys_in_any_order_all_end()
    {
        var inserted = 0;
        var options = new UpsertOptions<Counter> { NewerBy = counter => counter.Writer };

        await Parallel.ForEachAsync(Enumerable.Range(0, 64), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (writer, cancellation) =>
        {
            await using var connection = Open();
            var rows = Enumerable.Range(0, 156).Select(n => new Counter { Name = $"k{(writer % 2 == 0 ? n : 155 - n) % Keys}", Writer = writer });
            await foreach (var result in connection.BulkUpsertAsync(Rows(rows), counter => counter.Name, options, cancellationToken: cancellation))
            {
                if (result.Outcome == WriteOutcome.Inserted) Interlocked.Increment(ref inserted);
            }
        });

        inserted.ShouldBe(Keys);
        Number("SELECT sum(writer) FROM counters").ShouldBe(63 * Keys);
    }

    [Fact]
    public async Task Rows_that_others_delete_are_written_again()
    {
        (await RaceAsync(
            async (connection, operation) =>
            {
                var (_, row) = await connection.InsertOrGetAsync(Row(operation), counter => counter.Name);
                row.Name.ShouldBe($"k{operation % Keys}");
                if (operation % 3 == 0)
                {
                    await using var delete = new SqliteCommand("DELETE FROM counters WHERE name = $name", connection) { Parameters = { new("$name", row.Name) } };
                    await delete.ExecuteNonQueryAsync();
                }

                return true;
            },
            1_000)).ShouldBe(1_000);
    }

    [Fact]
    public async Task With_a_rollback_journal_writers_wait_for_readers_and_each_other()
    {
        Run("PRAGMA journal_mode = delete");

        (await RaceAsync(async (connection, operation) => (await connection.InsertOrGetAsync(Row(operation), counter => counter.Name)).Outcome == WriteOutcome.Inserted, 500)).ShouldBe(Keys);

        Number("SELECT count(*) FROM counters").ShouldBe(Keys);
    }

    [Fact]
    public async Task A_writer_that_never_ends_is_told_as_busy_and_waiting_can_be_cancelled()
    {
        using var other = Open();
        using var held = other.BeginTransaction();
        Connection.DefaultTimeout = 1;

        (await Should.ThrowAsync<SqliteException>(() => Connection.InsertOrGetAsync(Row(1), counter => counter.Name))).SqliteErrorCode.ShouldBe(5);

        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Should.ThrowAsync<OperationCanceledException>(() => Connection.UpsertAsync(Row(1), counter => counter.Name, cancellationToken: soon.Token));
        held.Rollback();
        (await Connection.UpsertAsync(Row(1), counter => counter.Name)).Outcome.ShouldBe(WriteOutcome.Inserted);
    }

    private static Counter Row(int operation) => new() { Name = $"k{operation % Keys}", Writer = operation };

    private async Task<int> RaceAsync(Func<SqliteConnection, int, Task<bool>> write, int operations = Operations)
    {
        var won = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, operations), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (operation, _) =>
        {
            await using var connection = Open();
            if (await write(connection, operation)) Interlocked.Increment(ref won);
        });
        return won;
    }

    [System.ComponentModel.DataAnnotations.Schema.Table("counters")]
    public sealed class Counter
    {
        public long Id { get; set; }

        public string Name { get; set; } = "";

        public int Writer { get; set; }
    }
}
