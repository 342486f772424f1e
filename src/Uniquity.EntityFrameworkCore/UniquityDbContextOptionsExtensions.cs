using Microsoft.EntityFrameworkCore;
using Uniquity.EntityFrameworkCore.Violations;
using Uniquity.Telemetry;

namespace Uniquity.EntityFrameworkCore;

/// <summary>Sets Uniquity up on a context.</summary>
public static class UniquityDbContextOptionsExtensions
{
    /// <summary>A save that a unique index refuses throws <see cref="UniqueViolationException"/>, which names the entity and its properties.</summary>
    /// <param name="builder">The context's options.</param>
    /// <param name="metrics">Counts the violations; none are counted where <see langword="null"/>.</param>
    /// <returns>The options, for the next call.</returns>
    /// <remarks>
    /// It is a <see cref="DbUpdateException"/>, so what catches that goes on to work. The change tracker is left as EF Core leaves it:
    /// change or detach the entity and save again.
    /// </remarks>
    public static DbContextOptionsBuilder UseUniquity(this DbContextOptionsBuilder builder, ViolationMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddInterceptors(new UniqueViolationInterceptor(metrics));
    }

    /// <inheritdoc cref="UseUniquity(DbContextOptionsBuilder, ViolationMetrics?)"/>
    /// <typeparam name="TContext">The context.</typeparam>
    public static DbContextOptionsBuilder<TContext> UseUniquity<TContext>(this DbContextOptionsBuilder<TContext> builder, ViolationMetrics? metrics = null)
        where TContext : DbContext
    {
        UseUniquity((DbContextOptionsBuilder)builder, metrics);
        return builder;
    }
}
