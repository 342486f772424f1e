namespace Uniquity.AspNetCore;

/// <summary>What a sender is answered when its message is done with.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Duplicate">Whether an earlier delivery did the work.</param>
internal sealed record WebhookReceipt(string Id, bool Duplicate);
