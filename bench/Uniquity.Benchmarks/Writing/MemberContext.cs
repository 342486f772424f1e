using Microsoft.EntityFrameworkCore;

namespace Uniquity.Benchmarks.Writing;

/// <summary>The table of members for EF Core.</summary>
internal sealed class MemberContext(string connectionString) : DbContext
{
    /// <inheritdoc/>
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(connectionString);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Member>(member =>
    {
        member.ToTable("members");
        foreach (var property in member.Metadata.GetProperties()) property.SetColumnName(property.Name.ToLowerInvariant());
        member.HasIndex(row => row.Email).IsUnique();
    });
}
