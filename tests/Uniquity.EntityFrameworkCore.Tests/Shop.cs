using Microsoft.EntityFrameworkCore;
using Uniquity.Telemetry;

namespace Uniquity.EntityFrameworkCore.Tests;

/// <summary>A model with what models have: hierarchies, owned and complex types, shadow properties, converters, filtered indexes.</summary>
public sealed class Shop(string connectionString, ViolationMetrics? metrics = null, bool retry = false) : DbContext
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Animal> Animals => Set<Animal>();

    public DbSet<Dog> Dogs => Set<Dog>();

    public DbSet<Tag> Tags => Set<Tag>();

    public DbSet<Split> Splits => Set<Split>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.UseNpgsql(connectionString, npgsql => { if (retry) npgsql.EnableRetryOnFailure(); }).UseUniquity(metrics);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("Shop's");
        modelBuilder.Entity<Customer>(customer =>
        {
            customer.HasIndex(x => new { x.TenantId, x.Email }).IsUnique().HasFilter("\"DeletedAt\" IS NULL");
            customer.HasAlternateKey(x => x.Number);
            customer.OwnsOne(x => x.Address, address => address.HasIndex(x => x.Code).IsUnique());
            customer.ComplexProperty(x => x.Phone);
            customer.Property(x => x.Level).HasConversion<string>();
            customer.Property<string>("Region").HasDefaultValue("none");
            customer.Property(x => x.Created).HasDefaultValueSql("now()");
            customer.Property(x => x.Shouted).HasComputedColumnSql("upper(\"Email\")", stored: true);
            customer.HasQueryFilter(x => x.DeletedAt == null);
        });
        modelBuilder.Entity<Animal>().HasIndex(x => x.Name).IsUnique();
        modelBuilder.Entity<Dog>().HasIndex(x => x.Chip).IsUnique();
        modelBuilder.Entity<Tag>().HasIndex(x => x.Label).IsUnique();
        modelBuilder.Entity<Split>(split =>
        {
            split.ToTable("Splits").SplitToTable("SplitDetails", table => table.Property(x => x.Detail));
            split.HasIndex(x => x.Name).IsUnique();
        });
    }
}

public enum Level
{
    Plain,
    Gold,
}

public sealed class Customer
{
    public int Id { get; set; }

    public int TenantId { get; set; }

    public required string Email { get; set; }

    public int Number { get; set; }

    public Level Level { get; set; }

    public Address? Address { get; set; }

    public Phone Phone { get; set; } = new("");

    public DateTime Created { get; set; }

    public DateTime? DeletedAt { get; set; }

    public string? Shouted { get; set; }
}

public sealed class Address
{
    public string? Code { get; set; }
}

public sealed record Phone(string Digits);

public class Animal
{
    public Guid Id { get; set; }

    public required string Name { get; set; }
}

public sealed class Dog : Animal
{
    public string? Chip { get; set; }
}

public sealed class Tag
{
    public long Id { get; set; }

    public string? Label { get; set; }

    public int Uses { get; set; }
}

public sealed class Split
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public string? Detail { get; set; }
}
