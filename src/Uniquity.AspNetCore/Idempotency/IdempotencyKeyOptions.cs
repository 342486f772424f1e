using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Uniquity.AspNetCore;

/// <summary>How Idempotency-Key requests are told apart, and which answers are kept.</summary>
/// <remarks>https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/. Set up at start; not changed after.</remarks>
public sealed class IdempotencyKeyOptions
{
    /// <summary>The header that holds the key.</summary>
    /// <value><c>Idempotency-Key</c> by default.</value>
    public string HeaderName { get; set; } = "Idempotency-Key";

    /// <summary>The longest key that is taken, in characters.</summary>
    /// <value>255 by default.</value>
    public int MaxKeyLength { get; set; } = 255;

    /// <summary>Within what a key means something. Two clients may choose the same key: each must have its own.</summary>
    /// <value>The method, the route's pattern and the authenticated user (its NameIdentifier or <c>sub</c> claim, else its name) by default.</value>
    public Func<HttpContext, string> Scope { get; set; } = DefaultScope;

    /// <summary>Whether an answer is kept, and the work behind it committed.</summary>
    /// <value>
    /// Those with a status below 400 by default. Any other rolls the work back and is not kept, so that the client can try the same
    /// key again; as is the case of an exception.
    /// </value>
    public Func<HttpContext, bool> Keeps { get; set; } = context => context.Response.StatusCode < StatusCodes.Status400BadRequest;

    /// <summary>What a client is asked to wait where its key is at work.</summary>
    /// <value>1 second by default, sent as Retry-After.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    private static string DefaultScope(HttpContext context)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? context.Request.Path.Value;
        var user = context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.User.FindFirstValue("sub") ?? context.User.Identity?.Name;
        return user is null ? $"{context.Request.Method} {route}" : $"{context.Request.Method} {route} user {user}";
    }
}
