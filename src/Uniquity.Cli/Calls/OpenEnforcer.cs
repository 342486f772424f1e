using Uniquity.Cli.Terminals;
using Uniquity.Enforcing;

namespace Uniquity.Cli.Calls;

/// <summary>An enforcer for the time of a call; prints its statements at the end where the person asked for them.</summary>
internal sealed class OpenEnforcer(IEnforcer enforcer, Call call) : IAsyncDisposable
{
    /// <summary>The enforcer.</summary>
    public IEnforcer Enforcer => enforcer;

    /// <summary>Runs a change of indexes, and tells how far it is.</summary>
    /// <exception cref="StoppedException">Ctrl+C: the message says what stands.</exception>
    /// <exception cref="PartWayException">It could not be finished: the message says what stands.</exception>
    public async Task<T> ChangeAsync<T>(string what, Func<IProgress<EnforceProgress>, ValueTask<T>> step, CancellationToken cancellationToken)
    {
        using var line = new StepLine(call, what);
        try
        {
            return await step(line);
        }
        catch (EnforceStoppedException stopped)
        {
            var undo = string.Concat(stopped.Runs.Select(run => $" To bring back what was resolved: {call.Next($"undo {run.Id}")}"));
            throw cancellationToken.IsCancellationRequested ? new StoppedException(stopped.Message + undo, stopped) : new PartWayException(stopped.Message + undo, stopped);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await call.TellStatementsAsync(enforcer.StatementLog);
        await enforcer.DisposeAsync();
    }

    /// <summary>A line of progress that begins anew with each step.</summary>
    private sealed class StepLine(Call call, string what) : IProgress<EnforceProgress>, IDisposable
    {
        private readonly Lock _gate = new();
        private string _step = what;
        private ProgressLine _line = call.Progress(what);

        public void Report(EnforceProgress value)
        {
            lock (_gate)
            {
                if (value.Step != _step)
                {
                    _line.Dispose();
                    (_step, _line) = (value.Step, call.Progress(value.Step));
                }

                _line.Report(value.Done, value.Total, value.Unit);
            }
        }

        public void Dispose()
        {
            lock (_gate) _line.Dispose();
        }
    }
}
