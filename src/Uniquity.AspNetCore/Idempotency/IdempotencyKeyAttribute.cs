namespace Uniquity.AspNetCore;

/// <summary>The endpoint has its effect once for each Idempotency-Key that a client sends.</summary>
/// <remarks>Controllers and actions carry it as an attribute; minimal APIs get it by <c>RequireIdempotencyKey()</c>. <c>app.UseIdempotencyKey()</c> acts on it.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class IdempotencyKeyAttribute : Attribute
{
    /// <summary>Whether a request without the header is refused with 400; otherwise it is handled as if nothing was asked.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Required { get; init; } = true;
}
