using Uniquity.Once;

namespace Uniquity.AspNetCore;

/// <summary>Holds the transaction of the request at hand, so that its handler can ask for it.</summary>
internal sealed class OnceScope
{
    /// <summary>The transaction; <see langword="null"/> outside of once-only work.</summary>
    public OnceWork? Work { get; set; }

    /// <summary>The transaction, for a handler that asked for it.</summary>
    public OnceWork Required => Work ?? throw new InvalidOperationException(
        "This endpoint takes an OnceWork, but no once-only work is under way. Add .RequireIdempotencyKey() to it and app.UseIdempotencyKey() before it, or map it with MapWebhook.");
}
