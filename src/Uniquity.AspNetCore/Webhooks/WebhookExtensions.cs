using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Uniquity.Once;

namespace Uniquity.AspNetCore;

/// <summary>Webhooks, whose senders deliver at least once.</summary>
public static class WebhookExtensions
{
    /// <summary>Maps an inbox: the handler's effect happens once for each message, however often it is delivered and by how many at once.</summary>
    /// <param name="endpoints">The application or a group; <see cref="OnceServiceExtensions.AddOnceStore"/> has registered the store.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="handler">
    /// The work, done through the transaction that it is given. What it throws rolls everything back and answers 500, so that the
    /// sender delivers the message again.
    /// </param>
    /// <param name="configure">How messages are told apart and trusted.</param>
    /// <returns>The endpoint, for the next call.</returns>
    /// <remarks>
    /// Answers: 200 with <c>{"id":…,"duplicate":false|true}</c>; 400 without an id; 401 where the signature does not fit; 409 with
    /// Retry-After while another delivery of the message is at work; 413 for a body that is too long.
    /// </remarks>
    public static RouteHandlerBuilder MapWebhook(
        this IEndpointRouteBuilder endpoints, string pattern, Func<WebhookMessage, OnceWork, CancellationToken, Task> handler, Action<WebhookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        var options = new WebhookOptions();
        configure?.Invoke(options);
        var inbox = new WebhookInbox(options.Scope ?? $"webhook {pattern}", options, handler);
        return endpoints.MapPost(pattern, (Delegate)((HttpContext context) => inbox.ReceiveAsync(context)));
    }
}
