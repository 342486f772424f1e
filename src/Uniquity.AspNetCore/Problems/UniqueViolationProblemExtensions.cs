using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Uniquity.Telemetry;

namespace Uniquity.AspNetCore;

/// <summary>Answers of an HTTP service to writes that a unique index refuses.</summary>
public static class UniqueViolationProblemExtensions
{
    /// <summary>
    /// Answers a violation that nobody caught with 409 and problem details that name the field, never its value. Works for
    /// minimal APIs and controllers, through <c>app.UseExceptionHandler()</c>, which the application has to call.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Messages and names.</param>
    /// <returns>The services, for the next call.</returns>
    /// <remarks>
    /// Other exceptions are left alone. The answer goes through <see cref="IProblemDetailsService"/>, so what the application
    /// customises there applies. Each violation is counted by <see cref="ViolationMetrics"/>; register your own to tell which are expected.
    /// </remarks>
    public static IServiceCollection AddUniqueViolationProblem(this IServiceCollection services, Action<UniqueViolationProblemOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddProblemDetails();
        services.AddMetrics();
        services.TryAddSingleton<ViolationMetrics>(provider => new(provider.GetService<System.Diagnostics.Metrics.IMeterFactory>()));
        services.AddExceptionHandler<UniqueViolationProblemHandler>();
        var options = services.AddOptions<UniqueViolationProblemOptions>();
        if (configure is not null) options.Configure(configure);
        return services;
    }
}
