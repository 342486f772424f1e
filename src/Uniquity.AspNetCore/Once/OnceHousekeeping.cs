using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Uniquity.Once;

namespace Uniquity.AspNetCore;

/// <summary>Makes the table of keys at start, and removes keys whose time is over.</summary>
internal sealed partial class OnceHousekeeping(IOnceStore store, IOptions<OnceStoreOptions> options, TimeProvider clock, ILogger<OnceHousekeeping> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request: without its table no call can be answered.
        if (options.Value.CreateTable) await store.CreateAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.RemoveExpiredEvery == Timeout.InfiniteTimeSpan) return;
        using var timer = new PeriodicTimer(options.Value.RemoveExpiredEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.RemoveExpiredAsync(stoppingToken);
            }
            catch (System.Data.Common.DbException failure)
            {
                // The database may be back at the next turn; until then old keys do no harm.
                LogFailure(logger, failure.SqlState ?? failure.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Keys whose time is over could not be removed ({Code}); the next turn tries again.")]
    private static partial void LogFailure(ILogger logger, string code);
}
