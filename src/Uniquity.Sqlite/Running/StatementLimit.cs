using System.Diagnostics;
using SQLitePCL;

namespace Uniquity.Sqlite.Running;

/// <summary>Stops a running statement when its time is over or the caller cancels.</summary>
/// <remarks>
/// A progress handler and not sqlite3_interrupt: an interrupt that comes just before the first step is lost
/// (https://www.sqlite.org/c3ref/interrupt.html). SQLite calls the handler every few thousand of its virtual machine's
/// instructions, some 50 µs apart.
/// </remarks>
internal sealed class StatementLimit
{
    private const int InstructionsBetweenCalls = 4096;
    private readonly delegate_progress _handler;
    private readonly TimeSpan _timeout;
    private CancellationToken _cancellation;
    private Action? _watcher;
    private long _start;

    public StatementLimit(sqlite3 database, TimeSpan timeout)
    {
        _timeout = timeout;
        _handler = _ => ShouldStop() ? 1 : 0;
        raw.sqlite3_progress_handler(database, InstructionsBetweenCalls, _handler, null);
    }

    /// <summary>How long a statement may run.</summary>
    public TimeSpan Timeout => _timeout;

    /// <summary>Starts the clock anew, for a statement or for the next row of a stream.</summary>
    /// <param name="watcher">Called while the statement runs; must not use the connection to change anything.</param>
    /// <param name="cancellation">Stops the statement.</param>
    public void Begin(Action? watcher, CancellationToken cancellation)
    {
        _start = Stopwatch.GetTimestamp();
        _watcher = watcher;
        _cancellation = cancellation;
    }

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => _timeout > TimeSpan.Zero && Stopwatch.GetElapsedTime(_start) > _timeout;

    private bool ShouldStop()
    {
        _watcher?.Invoke();
        return _cancellation.IsCancellationRequested || IsOver;
    }
}
