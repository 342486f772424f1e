using System.Runtime.InteropServices;

namespace Uniquity.Cli.Terminals;

/// <summary>Turns the first Ctrl+C (or SIGTERM) into a cancellation; the second ends the process at once.</summary>
internal sealed class Interrupt : IDisposable
{
    /// <summary>How long a second signal is the first one again: timeout(1) and some supervisors send it twice.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private long _first;

    /// <summary>Begins to listen.</summary>
    public Interrupt()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested && TimeProvider.System.GetElapsedTime(_first) > Patience) return;
        context.Cancel = true;
        if (_source.IsCancellationRequested) return;
        _first = TimeProvider.System.GetTimestamp();
        _source.Cancel();
    }
}
