using Uniquity.Loading;

namespace Uniquity.Cli.Calls;

/// <summary>A loader for the time of a call; prints its statements at the end where the person asked for them.</summary>
internal sealed class OpenLoader(ILoader loader, Call call) : IAsyncDisposable
{
    /// <summary>The loader.</summary>
    public ILoader Loader => loader;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await call.TellStatementsAsync(loader.StatementLog);
        await loader.DisposeAsync();
    }
}
