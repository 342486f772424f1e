namespace Uniquity.Once;

/// <summary>How long keys are kept, and how long a call waits for another one with the same key.</summary>
public sealed record OnceOptions
{
    /// <summary>How long a call waits while another one with its key is at work.</summary>
    /// <value>
    /// 30 seconds by default. <see cref="TimeSpan.Zero"/> answers <see cref="OnceStatus.InProgress"/> at once;
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits until the other is done.
    /// </value>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a key and its result are kept. After that the same key is new work.</summary>
    /// <value>7 days by default: longer than senders of webhooks go on trying.</value>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);
}
