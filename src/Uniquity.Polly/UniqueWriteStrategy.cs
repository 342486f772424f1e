using Polly;
using Polly.Telemetry;
using Uniquity.Violations;

namespace Uniquity.Polly;

/// <summary>Tries a write again where that is right, and takes its own row for success.</summary>
internal sealed class UniqueWriteStrategy<T>(UniqueWriteOptions<T> options, ResilienceStrategyTelemetry telemetry, TimeProvider clock) : ResilienceStrategy<T>
    where T : class
{
    protected override async ValueTask<Outcome<T>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<T>>> callback, ResilienceContext context, TState state)
    {
        for (var attempt = 0; ; attempt++)
        {
            var outcome = await RunAsync(callback, context, state).ConfigureAwait(context.ContinueOnCapturedContext);
            if (outcome.Exception is not { } exception) return outcome;
            var failure = WriteFailures.Classify(exception);
            var stored = failure == WriteFailure.UniqueViolation ? await StoredAsync(exception, context).ConfigureAwait(context.ContinueOnCapturedContext) : null;
            var action = stored is not null ? UniqueWriteAction.Accept : attempt < options.MaxRetryAttempts && IsWorthTrying(failure, exception) ? UniqueWriteAction.Retry : UniqueWriteAction.Throw;
            telemetry.Report(new ResilienceEvent(action == UniqueWriteAction.Throw ? ResilienceEventSeverity.Error : ResilienceEventSeverity.Warning, $"OnUniqueWrite{action}"), context, new UniqueWriteFailure(exception, failure, action, attempt));
            if (options.OnFailure is { } told) await told(new(exception, failure, action, attempt)).ConfigureAwait(context.ContinueOnCapturedContext);
            if (stored is { } accepted) return accepted;
            if (action == UniqueWriteAction.Throw) return outcome;
            if (Wait(attempt) is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, clock, context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext);
        }
    }

    private static async ValueTask<Outcome<T>> RunAsync<TState>(Func<ResilienceContext, TState, ValueTask<Outcome<T>>> callback, ResilienceContext context, TState state)
    {
        try
        {
            return await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        catch (Exception exception)
        {
            return Outcome.FromException<T>(exception);
        }
    }

    private bool IsWorthTrying(WriteFailure failure, Exception exception) => failure switch
    {
        WriteFailure.RolledBack => true,
        WriteFailure.OutcomeUnknown => options.FindStored is not null,
        WriteFailure.UniqueViolation => exception.TryGetUniqueViolation(out var violation) && violation.Index is { } index && options.GeneratedKeys.Contains(index),
        _ => false,
    };

    private async ValueTask<Outcome<T>?> StoredAsync(Exception exception, ResilienceContext context)
    {
        if (options.FindStored is not { } find || !exception.TryGetUniqueViolation(out var violation)) return null;
        return await find(violation, context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext) is { } stored ? Outcome.FromResult(stored) : null;
    }

    private TimeSpan Wait(int attempt) => options.Delay * Math.Pow(2, Math.Min(attempt, 16)) * (0.5 + (Random.Shared.NextDouble() / 2));
}
