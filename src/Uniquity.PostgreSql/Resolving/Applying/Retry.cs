using Npgsql;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>Tries again what another session's lock held up; between two tries nothing is held, so the application goes first.</summary>
/// <param name="clock">Measures the pauses.</param>
internal sealed class Retry(TimeProvider clock)
{
    private const int Tries = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Does the work, with pauses of 50 ms, 100 ms, … between tries.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, Action? refused, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (PostgresException held) when (IsPassing(held) && attempt < (held.SqlState == PostgresErrorCodes.UniqueViolation ? 2 : Tries - 1))
            {
                refused?.Invoke();
                await Task.Delay(FirstPause * Math.Pow(2, attempt), clock, cancellationToken);
            }
        }
    }

    /// <summary>A lock not granted, a deadlock, a lost race of two writers.</summary>
    public static bool IsPassing(PostgresException failure) => failure.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected
        or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation;
}
