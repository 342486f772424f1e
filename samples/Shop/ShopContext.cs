using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>The shop's tables.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Voucher> Vouchers => Set<Voucher>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<User>().HasIndex(user => user.Email, "users_email_key").IsUnique();
        modelBuilder.Entity<Product>().HasIndex(product => product.Sku).IsUnique();
        modelBuilder.Entity<Voucher>().HasIndex(voucher => voucher.Code, "vouchers_code_key").IsUnique();
        modelBuilder.Entity<Order>();
    }
}

public sealed class User
{
    public int Id { get; set; }

    public required string Email { get; set; }

    public string? Name { get; set; }
}

public sealed class Product
{
    public int Id { get; set; }

    public required string Sku { get; set; }

    public required string Name { get; set; }

    public decimal Price { get; set; }
}

public sealed class Order
{
    public int Id { get; set; }

    public int ProductId { get; set; }

    public int Count { get; set; }

    public decimal Paid { get; set; }
}

public sealed class Voucher
{
    public int Id { get; set; }

    public required string Code { get; set; }
}
