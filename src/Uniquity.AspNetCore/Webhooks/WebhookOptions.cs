namespace Uniquity.AspNetCore;

/// <summary>How the messages of one webhook are told apart and trusted.</summary>
/// <remarks>Set up at start; not changed after.</remarks>
public sealed class WebhookOptions
{
    /// <summary>Finds the sender's id of a message, which is the same on every delivery of it.</summary>
    /// <value>The header <c>webhook-id</c> (https://www.standardwebhooks.com), else the member <c>id</c> of a JSON body, by default.</value>
    public Func<WebhookMessage, string?> Id { get; set; } = message => message.Headers["webhook-id"].FirstOrDefault() ?? message.JsonMember("id");

    /// <summary>Tells whether a message is from its sender.</summary>
    /// <value>Nothing is checked by default. See <see cref="WebhookSignature"/>; without a check anyone can post here.</value>
    public Func<WebhookMessage, bool>? Verify { get; set; }

    /// <summary>Within what an id means something.</summary>
    /// <value><c>webhook</c> and the route's pattern by default.</value>
    public string? Scope { get; set; }

    /// <summary>The longest body that is read, in bytes; a longer one is answered with 413.</summary>
    /// <value>1 MiB by default.</value>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>What a sender is asked to wait while another delivery of the same message is at work.</summary>
    /// <value>5 seconds by default, sent as Retry-After.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);
}
