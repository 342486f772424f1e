using Microsoft.EntityFrameworkCore;
using Uniquity.Testing.Engines;
using Uniquity.Writing;

namespace Uniquity.EntityFrameworkCore.Tests;

public class EntityWriteTests : OnShop
{
    [PostgreSqlFact]
    public async Task A_new_entity_is_inserted_tracked_and_complete()
    {
        await using var shop = Open();
        var customer = new Customer { Email = "a", Number = 1, TenantId = 7, Level = Level.Gold, Address = new() { Code = "X" }, Phone = new("123") };

        var (outcome, row) = await shop.Customers.InsertOrGetAsync(customer, x => new { x.TenantId, x.Email });

        outcome.ShouldBe(WriteOutcome.Inserted);
        row.ShouldBeSameAs(customer);
        row.Id.ShouldBeGreaterThan(0);
        row.Created.ShouldBe(DateTime.UtcNow, TimeSpan.FromMinutes(5));
        row.Shouted.ShouldBe("A");
        shop.Entry(row).State.ShouldBe(EntityState.Unchanged);
        (await Database.ScalarAsync<string>("""SELECT "Level" || "Address_Code" || "Phone_Digits" || "Region" FROM "Shop's"."Customers" """)).ShouldBe("GoldX123none");
    }

    [PostgreSqlFact]
    public async Task What_was_inserted_can_be_changed_and_saved()
    {
        await using var shop = Open();
        var (_, row) = await shop.Customers.InsertOrGetAsync(Customer("a", 1), x => new { x.TenantId, x.Email });

        row.Level = Level.Gold;
        await shop.SaveChangesAsync();

        await using var other = Open();
        (await other.Customers.SingleAsync()).Level.ShouldBe(Level.Gold);
    }

    [PostgreSqlFact]
    public async Task A_taken_key_gets_the_entity_that_is_there()
    {
        await SeedAsync(new Customer { Email = "a", Number = 1, TenantId = 1, Level = Level.Gold, Address = new() { Code = "X" } });
        await using var shop = Open();

        var (outcome, row) = await shop.Customers.InsertOrGetAsync(Customer("a", 2), x => new { x.Email, x.TenantId });

        (outcome, row.Number, row.Level, row.Address?.Code).ShouldBe((WriteOutcome.Existing, 1, Level.Gold, "X"));
        shop.Entry(row).State.ShouldBe(EntityState.Unchanged);
        shop.ChangeTracker.Entries<Customer>().Count().ShouldBe(1);
    }

    [PostgreSqlFact]
    public async Task The_instance_that_is_tracked_comes_back_up_to_date()
    {
        await SeedAsync(new Tag { Label = "a", Uses = 1 });
        await using var shop = Open();
        var tracked = await shop.Tags.SingleAsync();

        var (outcome, row) = await shop.Tags.UpsertAsync(new Tag { Label = "a", Uses = 9 }, x => x.Label);

        outcome.ShouldBe(WriteOutcome.Updated);
        row.ShouldBeSameAs(tracked);
        tracked.Uses.ShouldBe(9);
    }

    [PostgreSqlFact]
    public async Task What_was_changed_and_not_saved_of_a_tracked_instance_stays()
    {
        await SeedAsync(new Tag { Label = "a", Uses = 1 });
        await using var shop = Open();
        var tracked = await shop.Tags.SingleAsync();
        tracked.Uses = 5;

        var (outcome, row) = await shop.Tags.InsertOrGetAsync(new Tag { Label = "a" }, x => x.Label);

        (outcome, row.Uses, shop.Entry(row).State).ShouldBe((WriteOutcome.Existing, 5, EntityState.Modified));
        row.ShouldBeSameAs(tracked);
        await shop.SaveChangesAsync();
        (await Database.ScalarAsync<int>("""SELECT "Uses" FROM "Shop's"."Tags" """)).ShouldBe(5);
    }

    [PostgreSqlFact]
    public async Task A_filtered_index_decides_for_what_it_covers()
    {
        await SeedAsync(new Customer { Email = "a", Number = 1, TenantId = 1, DeletedAt = DateTime.UtcNow });
        await using var shop = Open();

        (await shop.Customers.InsertOrGetAsync(Customer("a", 2), x => new { x.TenantId, x.Email })).Outcome.ShouldBe(WriteOutcome.Inserted);
        (await shop.Customers.InsertOrGetAsync(Customer("a", 3), x => new { x.TenantId, x.Email })).Row.Number.ShouldBe(2);
    }

    [PostgreSqlFact]
    public async Task Insert_if_absent_leaves_what_is_there()
    {
        await using var shop = Open();

        (await shop.Tags.InsertIfAbsentAsync(new() { Label = "a" }, x => x.Label)).Outcome.ShouldBe(WriteOutcome.Inserted);
        var again = new Tag { Label = "a", Uses = 5 };
        (await shop.Tags.InsertIfAbsentAsync(again, x => x.Label)).ShouldBe(new(WriteOutcome.Existing, again));
        shop.Entry(again).State.ShouldBe(EntityState.Detached);
    }

    [PostgreSqlFact]
    public async Task Only_the_named_properties_are_updated_and_only_by_what_is_newer()
    {
        await SeedAsync(new Customer { Email = "a", Number = 1, TenantId = 1, Level = Level.Gold, Created = new(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc) });
        await using var shop = Open();
        var options = new UpsertOptions<Customer> { Update = x => new { x.Email, x.Address!.Code }, NewerBy = x => x.Created };

        var older = await shop.Customers.UpsertAsync(new() { Email = "b", Number = 1, Created = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) }, x => x.Number, options);
        (older.Outcome, older.Row.Email).ShouldBe((WriteOutcome.Existing, "a"));
        var newer = await shop.Customers.UpsertAsync(new() { Email = "b", Number = 1, Address = new() { Code = "Y" }, Created = new(2026, 1, 3, 0, 0, 0, DateTimeKind.Utc) }, x => x.Number, options);
        (newer.Outcome, newer.Row.Email, newer.Row.Level).ShouldBe((WriteOutcome.Updated, "b", Level.Gold));
    }

    [PostgreSqlFact]
    public async Task A_hierarchy_keeps_its_discriminator_and_a_Guid_is_made()
    {
        await using var shop = Open();

        var (_, dog) = await shop.Dogs.InsertOrGetAsync(new Dog { Name = "rex", Chip = "7" }, x => x.Chip);

        dog.Id.ShouldNotBe(Guid.Empty);
        await using var other = Open();
        (await other.Animals.SingleAsync()).ShouldBeOfType<Dog>().Chip.ShouldBe("7");
        (await other.Dogs.InsertOrGetAsync(new Dog { Name = "rex" }, x => x.Name)).Row.Id.ShouldBe(dog.Id);
    }

    [PostgreSqlFact]
    public async Task The_callers_transaction_and_execution_strategy_are_kept()
    {
        await using var shop = Open(retry: true);
        (await shop.Tags.InsertOrGetAsync(new() { Label = "outside" }, x => x.Label)).Outcome.ShouldBe(WriteOutcome.Inserted);

        await shop.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await shop.Database.BeginTransactionAsync();
            await shop.Tags.InsertOrGetAsync(new() { Label = "inside" }, x => x.Label);
            (await shop.Tags.InsertOrGetAsync(new() { Label = "inside" }, x => x.Label)).Outcome.ShouldBe(WriteOutcome.Existing);
            await transaction.RollbackAsync();
        });

        await using var other = Open();
        (await other.Tags.Select(tag => tag.Label).ToListAsync()).ShouldBe(["outside"]);
    }

    [PostgreSqlFact]
    public async Task What_cannot_be_done_is_said_with_what_to_do()
    {
        await using var shop = Open();
        (await Should.ThrowAsync<WriteException>(() => shop.Tags.InsertOrGetAsync(new(), x => x.Uses))).Message.ShouldContain("IX_Tags_Label (Label)");
        (await Should.ThrowAsync<WriteException>(() => shop.Tags.InsertOrGetAsync(new(), x => x.Label!.ToLowerInvariant()))).Message.ShouldContain("NpgsqlConnection");
        (await Should.ThrowAsync<WriteException>(() => shop.Splits.InsertOrGetAsync(new() { Name = "s" }, x => x.Name))).Message.ShouldContain("spread over 2 tables");
        var tracked = new Tag { Label = "t" };
        shop.Add(tracked);
        (await Should.ThrowAsync<WriteException>(() => shop.Tags.InsertOrGetAsync(tracked, x => x.Label))).Message.ShouldContain("tracked");
        await Database.ExecuteAsync("""DROP INDEX "Shop's"."IX_Tags_Label" """);
        (await Should.ThrowAsync<WriteException>(() => shop.Tags.InsertOrGetAsync(new() { Label = "x" }, x => x.Label))).Message.ShouldContain("migrations");
    }

    [PostgreSqlFact]
    public async Task Many_entities_tell_what_became_of_each()
    {
        await SeedAsync(new Customer { Email = "b", Number = 2, TenantId = 1 }, new Customer { Email = "z", Number = 99, TenantId = 1, Address = new() { Code = "X" } });
        await using var shop = Open();
        Customer[] customers = [Customer("a", 1), Customer("bb", 2), new() { Email = "c", Number = 3, Address = new() { Code = "X" } }, Customer("aa", 1)];

        var results = new List<WriteResult<Customer>>();
        await foreach (var result in shop.Customers.BulkUpsertAsync(Rows(customers), x => x.Number)) results.Add(result);

        results.Select(result => result.Outcome).ShouldBe([WriteOutcome.Superseded, WriteOutcome.Updated, WriteOutcome.Rejected, WriteOutcome.Inserted]);
        results.Select(result => result.Row).ShouldBe(customers);
        results[2].Rejection?.Index.ShouldBe("IX_Customers_Address_Code");
        customers[3].Id.ShouldBeGreaterThan(0);
        (await shop.Customers.OrderBy(x => x.Number).Select(x => x.Email).ToListAsync()).ShouldBe(["aa", "bb", "z"]);
    }

    [PostgreSqlFact]
    public async Task Among_64_writers_and_10_000_operations_each_of_100_keys_is_one_row()
    {
        var inserted = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 64), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (writer, _) =>
        {
            await using var shop = Open();
            for (var n = 0; n < 156; n++)
            {
                var label = $"k{(writer + (n * 7)) % 100}";
                var result = n % 2 == 0 ? await shop.Tags.InsertOrGetAsync(new() { Label = label }, x => x.Label, CancellationToken.None) : await shop.Tags.UpsertAsync(new() { Label = label, Uses = n }, x => x.Label, cancellationToken: CancellationToken.None);
                result.Row.Label.ShouldBe(label);
                if (result.Outcome == WriteOutcome.Inserted) Interlocked.Increment(ref inserted);
                shop.ChangeTracker.Clear();
            }
        });

        inserted.ShouldBe(100);
        (await Database.ScalarAsync<long>("""SELECT count(*) FROM "Shop's"."Tags" """)).ShouldBe(100);
    }

    private async Task SeedAsync(params object[] entities)
    {
        await using var shop = Open();
        shop.AddRange(entities);
        await shop.SaveChangesAsync();
    }
}
