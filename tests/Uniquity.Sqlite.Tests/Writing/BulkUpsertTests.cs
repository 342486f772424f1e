using Microsoft.Data.Sqlite;
using Uniquity.Sqlite.Writing;
using Uniquity.Writing;

namespace Uniquity.Sqlite.Tests.Writing;

public class BulkUpsertTests : WriteScene
{
    private const string Items = "CREATE TABLE items (id INTEGER PRIMARY KEY, sku TEXT UNIQUE COLLATE NOCASE, name TEXT, barcode TEXT, changed TEXT); CREATE UNIQUE INDEX items_barcode ON items (barcode)";

    [Fact]
    public async Task Each_row_tells_what_became_of_it_in_the_order_sent()
    {
        Run(Items + "; INSERT INTO items (sku, name, barcode) VALUES ('b', 'old', null), ('taken', 'x', '42')");

        var results = await WriteAsync([new() { Sku = "a", Name = "1" }, new() { Sku = "b", Name = "2" }, new() { Sku = "c", Name = "3", Barcode = "42" }, new() { Sku = "A", Name = "4" }]);

        results.Select(result => result.Outcome).ShouldBe([WriteOutcome.Superseded, WriteOutcome.Updated, WriteOutcome.Rejected, WriteOutcome.Inserted]);
        results[1].Row.Id.ShouldBe(1);
        results[2].Rejection?.Index.ShouldBe("items_barcode");
        results[3].Row.Id.ShouldBeGreaterThan(2);
        Names().ShouldBe("A=4,b=2,taken=x");
    }

    [Fact]
    public async Task Many_chunks_are_many_transactions_and_all_are_told()
    {
        Run(Items);
        var results = await WriteAsync(Enumerable.Range(0, 250).Select(n => new Item { Sku = $"s{n % 100}", Name = $"{n}" }), new() { ChunkSize = 40 });

        results.Count(result => result.Outcome == WriteOutcome.Inserted).ShouldBe(100);
        results.Count(result => result.Outcome == WriteOutcome.Updated).ShouldBe(150);
        results.Index().ShouldAllBe(pair => pair.Item.Row.Id > 0 && pair.Item.Row.Name == $"{pair.Index}");
        Number("SELECT count(*) FROM items").ShouldBe(100);
    }

    [Fact]
    public async Task Only_what_is_newer_wins_inside_the_batch_and_against_the_table()
    {
        Run(Items);
        var now = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var options = new UpsertOptions<Item> { NewerBy = item => item.Changed };
        await WriteAsync([new() { Sku = "a", Name = "now", Changed = now }], options);

        var results = await WriteAsync(
            [new() { Sku = "a", Name = "older", Changed = now.AddDays(-1) }, new() { Sku = "b", Name = "newest", Changed = now }, new() { Sku = "b", Name = "not", Changed = now.AddDays(-1) }, new() { Sku = "b", Name = "none" }], options);

        results.Select(result => result.Outcome).ShouldBe([WriteOutcome.Existing, WriteOutcome.Inserted, WriteOutcome.Superseded, WriteOutcome.Superseded]);
        Names().ShouldBe("a=now,b=newest");
    }

    [Fact]
    public async Task What_a_superseded_row_had_is_nowhere()
    {
        Run(Items);

        var results = await WriteAsync([new() { Sku = "a", Name = "1", Barcode = "7" }, new() { Sku = "b", Barcode = "7" }, new() { Sku = "a", Name = "2" }], new() { Update = item => item.Name });

        results.Select(result => result.Outcome).ShouldBe([WriteOutcome.Superseded, WriteOutcome.Inserted, WriteOutcome.Inserted]);
        Scalar("SELECT barcode FROM items WHERE sku = 'a'").ShouldBe(DBNull.Value);
    }

    [Fact]
    public async Task Rows_with_a_null_in_the_key_or_outside_a_partial_index_are_all_new()
    {
        Run("CREATE TABLE items (id INTEGER PRIMARY KEY, sku TEXT, name TEXT, changed TEXT); CREATE UNIQUE INDEX live ON items (sku) WHERE changed IS NULL");
        var then = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        var results = await WriteAsync([new(), new(), new() { Sku = "a", Changed = then }, new() { Sku = "a", Changed = then }, new() { Sku = "a" }, new() { Sku = "a" }]);

        results.Select(result => result.Outcome).ShouldBe([WriteOutcome.Inserted, WriteOutcome.Inserted, WriteOutcome.Inserted, WriteOutcome.Inserted, WriteOutcome.Superseded, WriteOutcome.Inserted]);
        (await WriteAsync([new() { Sku = "a", Name = "x" }])).Single().Outcome.ShouldBe(WriteOutcome.Updated);
    }

    [Fact]
    public async Task Some_rows_with_an_id_and_some_without_are_written_to_a_table_without_rowid_too()
    {
        Run(Items + "; CREATE TABLE plain (sku TEXT, name TEXT, PRIMARY KEY (sku)) WITHOUT ROWID; INSERT INTO plain VALUES ('b', 'old')");

        (await WriteAsync([new() { Sku = "a" }, new() { Sku = "b", Id = 77 }, new() { Sku = "c" }])).Select(result => result.Row.Id).ShouldBe([1, 77, 78]);
        (await WriteAsync([new() { Sku = "a" }, new() { Sku = "b" }, new() { Sku = "a" }], table: "plain")).Select(result => result.Outcome).ShouldBe([WriteOutcome.Superseded, WriteOutcome.Updated, WriteOutcome.Inserted]);
    }

    [Fact]
    public async Task In_the_callers_transaction_nothing_is_committed_and_a_failed_chunk_leaves_it_usable()
    {
        Run(Items + "; CREATE TRIGGER wrong BEFORE INSERT ON items WHEN new.name = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END");
        using (var transaction = Connection.BeginTransaction())
        {
            (await WriteAsync([new() { Sku = "a" }, new() { Sku = "b" }], new() { ChunkSize = 1 })).ShouldAllBe(result => result.Outcome == WriteOutcome.Inserted);
            await Should.ThrowAsync<SqliteException>(() => WriteAsync([new() { Sku = "c" }, new() { Sku = "d", Name = "bad" }]));
            Names().ShouldBe("a=,b=");
            (await WriteAsync([new() { Sku = "e" }])).Single().Outcome.ShouldBe(WriteOutcome.Inserted);
            transaction.Rollback();
        }

        Names().ShouldBeEmpty();
        await Should.ThrowAsync<SqliteException>(() => WriteAsync([new() { Sku = "c" }, new() { Sku = "d", Name = "bad" }]));
        Names().ShouldBeEmpty();
        (await WriteAsync([])).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trigger_that_reuses_numbers_is_not_taken_for_a_key_met_twice()
    {
        Run(Items + "; CREATE TRIGGER only_one AFTER INSERT ON items BEGIN DELETE FROM items; END");

        (await WriteAsync([new() { Sku = "a" }, new() { Sku = "b" }])).ShouldAllBe(result => result.Outcome == WriteOutcome.Inserted);
    }

    [Fact]
    public async Task Cancelling_rolls_the_chunk_back()
    {
        Run(Items);
        using var cancelled = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Connection.BulkUpsertAsync(Rows(Enumerable.Range(0, 10).Select(n => new Item { Sku = $"s{n}" })), item => item.Sku, new() { ChunkSize = 3 }, cancellationToken: cancelled.Token))
            {
                await cancelled.CancelAsync();
            }
        });

        Number("SELECT count(*) FROM items").ShouldBe(3);
    }

    private async Task<List<WriteResult<Item>>> WriteAsync(IEnumerable<Item> items, UpsertOptions<Item>? options = null, string? table = null)
    {
        var results = new List<WriteResult<Item>>();
        await foreach (var result in Connection.BulkUpsertAsync(Rows(items), item => item.Sku, options, table)) results.Add(result);
        return results;
    }

    private string Names() => (string)Scalar("SELECT coalesce(group_concat(sku || '=' || coalesce(name, '')), '') FROM (SELECT * FROM items ORDER BY sku)")!;

    public sealed class Item
    {
        public int Id { get; set; }

        public string? Sku { get; set; }

        public string? Name { get; set; }

        public string? Barcode { get; set; }

        public DateTime? Changed { get; set; }
    }
}
