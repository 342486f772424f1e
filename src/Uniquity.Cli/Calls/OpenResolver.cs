using Uniquity.Cli.Terminals;
using Uniquity.Resolving;

namespace Uniquity.Cli.Calls;

/// <summary>A resolver for the time of a call; prints its statements at the end where the person asked for them.</summary>
internal sealed class OpenResolver(IResolver resolver, Func<IReadOnlyList<string>> log, Call call) : IAsyncDisposable
{
    /// <summary>The resolver.</summary>
    public IResolver Resolver => resolver;

    /// <summary>Runs a step that goes in batches, and tells how far it is.</summary>
    /// <exception cref="StoppedException">Ctrl+C: whole batches are done.</exception>
    /// <exception cref="PartWayException">It could not be finished: whole batches are done.</exception>
    public async Task<T> InBatchesAsync<T>(string what, Func<IProgress<ResolveProgress>, ValueTask<T>> step, CancellationToken cancellationToken)
    {
        using var line = call.Progress(what);
        try
        {
            return await step(new BatchLine(line));
        }
        catch (Uniquity.Resolving.StoppedException stopped)
        {
            var words = stopped.Message;
            foreach (var next in new[] { $"resume {stopped.Run.Id}", $"undo {stopped.Run.Id}" })
            {
                words = words.Replace("uniquity " + next, call.Next(next), StringComparison.Ordinal);
            }

            throw cancellationToken.IsCancellationRequested ? new StoppedException(words, stopped) : new PartWayException(words, stopped);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await call.TellStatementsAsync(log());
        await resolver.DisposeAsync();
    }

    /// <summary>Passes progress on, at once and on the resolver's own thread.</summary>
    private sealed class BatchLine(ProgressLine line) : IProgress<ResolveProgress>
    {
        public void Report(ResolveProgress value) => line.Report(value.Groups, value.Total, "groups");
    }
}
