using System.Collections.Concurrent;
using Uniquity.Once;

namespace Uniquity.Sqlite.Once;

/// <summary>Lets the calls of one key in, one after another.</summary>
internal sealed class KeysAtWork(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Scope, string Key), TaskCompletionSource> _running = new();

    /// <summary>Waits for the key's turn.</summary>
    /// <returns>To be disposed when the work is done; <see langword="null"/> where another call was at work for as long as was waited.</returns>
    public async Task<IDisposable?> EnterAsync(OnceCall call, TimeSpan wait, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = _running.GetOrAdd((call.Scope, call.Key), mine);
            if (ReferenceEquals(running, mine)) return new Turn(this, call, mine);
            var left = wait == Timeout.InfiniteTimeSpan ? wait : wait - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan) return null;
            try
            {
                await running.Task.WaitAsync(left, clock, cancellation);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }

    private sealed class Turn(KeysAtWork keys, OnceCall call, TaskCompletionSource done) : IDisposable
    {
        public void Dispose()
        {
            keys._running.TryRemove((call.Scope, call.Key), out _);
            done.TrySetResult();
        }
    }
}
