using System.ComponentModel.DataAnnotations;
using Polly;
using Uniquity.Violations;

namespace Uniquity.Polly;

/// <summary>What a write under a unique index does when it fails.</summary>
/// <typeparam name="T">What the write gives back.</typeparam>
public sealed class UniqueWriteOptions<T> : ResilienceStrategyOptions
    where T : class
{
    /// <summary>Names the strategy in telemetry.</summary>
    public UniqueWriteOptions() => Name = "UniqueWrite";

    /// <summary>How often the write is tried again at most.</summary>
    /// <value>3 by default; 1 to 100.</value>
    [Range(1, 100)]
    public int MaxRetryAttempts { get; set; } = 3;

    /// <summary>The wait before the first further attempt. It doubles with each one, and half of it is random, so that two do not meet again.</summary>
    /// <value>50 ms by default; zero does not wait.</value>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Looks up the row that holds the key. Where it equals what was sent, it is given back as the write's result: an earlier
    /// attempt, whose answer was lost, has succeeded. Where it does not, <see langword="null"/>: it is someone else's.
    /// </summary>
    /// <value>
    /// <see langword="null"/> by default: every violation is passed on, and a write whose outcome is unknown is not tried again.
    /// </value>
    public Func<Violation, CancellationToken, ValueTask<T?>>? FindStored { get; set; }

    /// <summary>The indexes over a key that each attempt makes anew (a random code, a number): a violation of one is tried again.</summary>
    /// <value>None by default.</value>
    public ISet<string> GeneratedKeys { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Told of each failure and what is done about it.</summary>
    /// <value><see langword="null"/> by default.</value>
    public Func<UniqueWriteFailure, ValueTask>? OnFailure { get; set; }
}
