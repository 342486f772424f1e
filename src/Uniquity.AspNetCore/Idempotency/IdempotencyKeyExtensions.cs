using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Uniquity.AspNetCore;

/// <summary>The HTTP header <c>Idempotency-Key</c>: a request that is sent twice has its effect once, and gets the same answer.</summary>
public static class IdempotencyKeyExtensions
{
    /// <summary>Acts on the endpoints that ask for a key. Goes after authentication, and before the endpoints.</summary>
    /// <param name="app">The application; <see cref="OnceServiceExtensions.AddOnceStore"/> has registered the store.</param>
    /// <param name="configure">How requests are told apart.</param>
    /// <returns>The application, for the next call.</returns>
    /// <remarks>
    /// The answers: 400 where the header is missing, 409 with Retry-After while the first request is at work, 422 where the key was
    /// used for another request, else the answer of the first, with <c>Idempotency-Replayed: true</c> when it is sent again.
    /// The handler writes through the <see cref="Uniquity.Once.OnceWork"/> that it takes; its answer is held back until the commit.
    /// </remarks>
    public static IApplicationBuilder UseIdempotencyKey(this IApplicationBuilder app, Action<IdempotencyKeyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<Uniquity.Once.IOnceStore>() is null)
            throw new InvalidOperationException("UseIdempotencyKey needs a store of keys: call builder.Services.AddOnceStore(provider => new PostgreSqlOnceStore(provider.GetRequiredService<NpgsqlDataSource>())) first.");
        var options = new IdempotencyKeyOptions();
        configure?.Invoke(options);
        return app.UseMiddleware<IdempotencyKeyMiddleware>(Options.Create(options));
    }

    /// <summary>The endpoint has its effect once for each Idempotency-Key.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="endpoint">The endpoint, or a group.</param>
    /// <param name="required">Whether a request without the header is refused.</param>
    /// <returns>The endpoint, for the next call.</returns>
    public static TBuilder RequireIdempotencyKey<TBuilder>(this TBuilder endpoint, bool required = true)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new IdempotencyKeyAttribute { Required = required });
}
