using Npgsql;

namespace Uniquity.PostgreSql.Enforcing.Applying;

/// <summary>Tries again to get a lock that another session has; between two tries nothing is held and nobody queues.</summary>
/// <param name="clock">Measures the pauses.</param>
internal sealed class LockRetry(TimeProvider clock)
{
    /// <summary>How long a try waits: the application queues behind it meanwhile.</summary>
    public const string Patience = "300ms";

    private const int Tries = 12;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Does the work; the last refusal is thrown.</summary>
    /// <param name="work">What needs the lock.</param>
    /// <param name="waiting">Told before a pause.</param>
    /// <param name="cancellationToken">Ends the pauses.</param>
    public async Task RunAsync(Func<Task> work, Func<Task> waiting, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (PostgresException held) when (held.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected && attempt < Tries - 1)
            {
                await waiting();
                var pause = FirstPause * Math.Pow(2, attempt);
                await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, cancellationToken);
            }
        }
    }
}
