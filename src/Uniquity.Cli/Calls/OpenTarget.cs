using Uniquity.Targets;

namespace Uniquity.Cli.Calls;

/// <summary>A target for the time of a call; prints its statements at the end where the person asked for them.</summary>
internal sealed class OpenTarget(ITarget target, Call call) : IAsyncDisposable
{
    /// <summary>The target.</summary>
    public ITarget Target => target;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (call.Verbose)
        {
            foreach (var statement in target.StatementLog)
            {
                await call.Terminal.Error.WriteLineAsync(Terminals.Safe.Block(call.Mask?.Text(statement) ?? statement));
            }
        }

        await target.DisposeAsync();
    }
}
