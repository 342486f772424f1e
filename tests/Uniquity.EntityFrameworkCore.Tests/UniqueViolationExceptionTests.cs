using Microsoft.EntityFrameworkCore;
using Uniquity.Testing.Engines;
using Uniquity.Violations;

namespace Uniquity.EntityFrameworkCore.Tests;

public class UniqueViolationExceptionTests : OnShop
{
    [PostgreSqlFact]
    public async Task A_refused_save_names_the_entity_its_properties_and_the_entry()
    {
        await using var shop = Open();
        shop.Add(Customer("a", 1));
        await shop.SaveChangesAsync();
        var second = Customer("secret@example.com", 2);
        shop.AddRange(Customer("b", 3), second, Customer("secret@example.com", 4));

        var refused = await Should.ThrowAsync<UniqueViolationException>(() => shop.SaveChangesAsync());

        (refused.Entity, refused.Violation.Index).ShouldBe(("Customer", "IX_Customers_TenantId_Email"));
        refused.Properties.ShouldBe(["TenantId", "Email"]);
        ((Customer)refused.Entries.Single().Entity).Email.ShouldBe("secret@example.com");
        refused.Violation.Key[1].Value.ShouldBe("secret@example.com");
        refused.Message.ShouldNotContain("secret");
        refused.TryGetUniqueViolation(out var violation).ShouldBeTrue();
        violation.ShouldBeSameAs(refused.Violation);
    }

    [PostgreSqlFact]
    public async Task The_change_tracker_stays_usable()
    {
        await using var shop = Open();
        shop.Add(Customer("a", 1));
        await shop.SaveChangesAsync();
        var second = Customer("a", 2);
        shop.Add(second);
        await Should.ThrowAsync<UniqueViolationException>(() => shop.SaveChangesAsync());

        second.Email = "b";
        await shop.SaveChangesAsync();

        (await shop.Customers.CountAsync()).ShouldBe(2);
    }

    [PostgreSqlFact]
    public async Task In_a_transaction_the_rest_goes_on()
    {
        await using var shop = Open();
        await using var transaction = await shop.Database.BeginTransactionAsync();
        shop.Add(Customer("a", 1));
        await shop.SaveChangesAsync();
        var second = shop.Add(Customer("a", 2));
        await Should.ThrowAsync<UniqueViolationException>(() => shop.SaveChangesAsync());
        second.State = EntityState.Detached;
        shop.Add(Customer("c", 3));
        await shop.SaveChangesAsync();
        await transaction.CommitAsync();

        (await shop.Customers.CountAsync()).ShouldBe(2);
    }

    [PostgreSqlFact]
    public async Task Alternate_keys_primary_keys_owned_types_and_hierarchies_are_named()
    {
        (await RefusedAsync(Customer("a", 1), Customer("b", 1))).Properties.ShouldBe(["Number"]);
        (await RefusedAsync(new Customer { Id = 900, Email = "c", Number = 3 }, new Customer { Id = 900, Email = "d", Number = 4 })).Properties.ShouldBe(["Id"]);
        var owned = await RefusedAsync(
            new Customer { Email = "e", Number = 5, Address = new() { Code = "X" } }, new Customer { Email = "f", Number = 6, Address = new() { Code = "X" } });
        (owned.Entity, owned.Properties.Single()).ShouldBe(("Customer", "Address.Code"));
        var dog = await RefusedAsync(new Dog { Name = "rex", Chip = "7" }, new Dog { Name = "max", Chip = "7" });
        (dog.Entity, dog.Properties.Single()).ShouldBe(("Dog", "Chip"));
        var animal = await RefusedAsync(new Animal { Name = "tom" }, new Dog { Name = "tom" });
        (animal.Entity, animal.Properties.Single()).ShouldBe(("Dog", "Name"));
        var split = await RefusedAsync(new Split { Name = "s", Detail = "1" }, new Split { Name = "s", Detail = "2" });
        (split.Entity, split.Properties.Single()).ShouldBe(("Split", "Name"));
    }

    [PostgreSqlFact]
    public async Task An_index_that_the_model_does_not_have_is_named_by_its_columns()
    {
        await Database.ExecuteAsync("""CREATE UNIQUE INDEX by_hand ON "Shop's"."Tags" (lower("Label"), "Uses")""");

        var refused = await RefusedAsync(new Tag { Label = "A", Uses = 7 }, new Tag { Label = "a", Uses = 7 });

        (refused.Violation.Index, refused.Entity).ShouldBe(("by_hand", "Tag"));
        refused.Properties.ShouldBe(["Label", "Uses"]);
    }

    [PostgreSqlTheory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task An_index_that_neither_the_model_nor_the_error_tells_of_is_looked_up(bool inTransaction, bool waits)
    {
        await Database.ExecuteAsync("""CREATE UNIQUE INDEX by_hand ON "Shop's"."Tags" (lower("Label"), "Uses")""");
        await using var shop = new Shop(Database.DataSource.ConnectionString);
        shop.Add(new Tag { Label = "A", Uses = 7 });
        await shop.SaveChangesAsync();
        await using var transaction = inTransaction ? await shop.Database.BeginTransactionAsync() : null;
        shop.Add(new Tag { Label = "a", Uses = 7 });

        var refused = waits ? Should.Throw<UniqueViolationException>(() => shop.SaveChanges()) : await Should.ThrowAsync<UniqueViolationException>(() => shop.SaveChangesAsync());

        refused.Properties.ShouldBe(["Label", "Uses"]);
        refused.Violation.Key.ShouldBeEmpty("the driver was not told to include it");
        refused.Message.ShouldContain("another Tag has the same Label, Uses");
    }

    [PostgreSqlFact]
    public async Task In_a_transaction_that_is_broken_the_violation_is_told_without_the_properties()
    {
        await Database.ExecuteAsync("""CREATE UNIQUE INDEX by_hand ON "Shop's"."Tags" ("Uses")""");
        await using var shop = new Shop(Database.DataSource.ConnectionString);
        shop.Database.AutoSavepointsEnabled = false;
        await using var transaction = await shop.Database.BeginTransactionAsync();
        shop.AddRange(new Tag { Label = "a", Uses = 7 }, new Tag { Label = "b", Uses = 7 });

        var refused = await Should.ThrowAsync<UniqueViolationException>(() => shop.SaveChangesAsync());

        (refused.Violation.Index, refused.Entity).ShouldBe(("by_hand", "Tag"));
        refused.Properties.ShouldBeEmpty();
    }

    [PostgreSqlFact]
    public async Task A_synchronous_save_says_the_same()
    {
        await using var shop = Open();
        shop.AddRange(new Tag { Label = "a" }, new Tag { Label = "a" });

        Should.Throw<UniqueViolationException>(() => shop.SaveChanges()).Properties.ShouldBe(["Label"]);
    }

    [PostgreSqlFact]
    public async Task Other_refusals_are_what_they_were()
    {
        await using var shop = Open();
        await Database.ExecuteAsync("""ALTER TABLE "Shop's"."Tags" ADD CHECK ("Uses" >= 0)""");
        shop.Add(new Tag { Label = "a", Uses = -1 });

        (await Should.ThrowAsync<DbUpdateException>(() => shop.SaveChangesAsync())).ShouldNotBeOfType<UniqueViolationException>();
    }

    [PostgreSqlFact]
    public async Task A_violation_is_counted_once()
    {
        using var metrics = new Uniquity.Telemetry.ViolationMetrics();
        await using var shop = Open(metrics);
        shop.AddRange(new Tag { Label = "a" }, new Tag { Label = "a" });

        var refused = await Should.ThrowAsync<UniqueViolationException>(() => shop.SaveChangesAsync());

        metrics.Record(refused).ShouldBeFalse("the interceptor has counted it");
    }

    private async Task<UniqueViolationException> RefusedAsync(object first, object second)
    {
        await using var shop = Open();
        shop.Add(first);
        await shop.SaveChangesAsync();
        shop.ChangeTracker.Clear();
        shop.Add(second);
        return await Should.ThrowAsync<UniqueViolationException>(() => shop.SaveChangesAsync());
    }
}
