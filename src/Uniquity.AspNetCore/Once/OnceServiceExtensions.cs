using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Uniquity.Once;

namespace Uniquity.AspNetCore;

/// <summary>Registers what once-only requests stand on.</summary>
public static class OnceServiceExtensions
{
    /// <summary>Registers the store of keys, which <c>UseIdempotencyKey</c> and <c>MapWebhook</c> need.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="store">Makes the store: <c>provider => new PostgreSqlOnceStore(provider.GetRequiredService&lt;NpgsqlDataSource&gt;())</c>.</param>
    /// <param name="configure">How the store is looked after.</param>
    /// <returns>The services, for the next call.</returns>
    /// <remarks>A handler can then take an <see cref="OnceWork"/>: what it writes through its transaction is committed with the key.</remarks>
    public static IServiceCollection AddOnceStore(this IServiceCollection services, Func<IServiceProvider, IOnceStore> store, Action<OnceStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(store);
        services.AddProblemDetails();
        services.AddSingleton(store);
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<OnceScope>();
        services.AddScoped(provider => provider.GetRequiredService<OnceScope>().Required);
        services.AddHostedService<OnceHousekeeping>();
        var options = services.AddOptions<OnceStoreOptions>();
        if (configure is not null) options.Configure(configure);
        return services;
    }
}
