using Microsoft.Data.Sqlite;
using SQLitePCL;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>Tries again what another connection's lock held up; between two tries nothing is held, so the application goes first.</summary>
/// <remarks>Each try waits for the lock as long as the target's options say.</remarks>
/// <param name="clock">Measures the pauses.</param>
internal sealed class Retry(TimeProvider clock)
{
    private const int Tries = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Does the work, with pauses of 50 ms and 100 ms between tries.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (TargetException held) when (IsLocked(held) && attempt < Tries - 1)
            {
                await Task.Delay(FirstPause * Math.Pow(2, attempt), clock, cancellationToken);
            }
        }
    }

    /// <summary>Whether another connection holds the lock.</summary>
    public static bool IsLocked(TargetException failure) => failure.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED };
}
