using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Uniquity.Once;

namespace Uniquity.AspNetCore;

/// <summary>Runs an endpoint once for each key, in the transaction that keeps the key and the answer.</summary>
internal sealed class IdempotencyKeyMiddleware(RequestDelegate next, IOnceStore store, IProblemDetailsService problems, IOptions<IdempotencyKeyOptions> options)
{
    /// <summary>Says that an answer is an earlier one.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IdempotencyKeyAttribute>() is not { } wanted)
        {
            await next(context);
            return;
        }

        var header = context.Request.Headers[options.Value.HeaderName];
        if (header.Count == 0 && !wanted.Required)
        {
            await next(context);
            return;
        }

        if (IdempotencyKeyHeader.Read(header, options.Value.MaxKeyLength) is not { } key)
        {
            await IdempotencyProblem.MissingAsync(context, problems, options.Value);
            return;
        }

        var call = new OnceCall(options.Value.Scope(context), key) { Fingerprint = await RequestFingerprint.OfAsync(context.Request, context.RequestAborted) };
        try
        {
            await AnswerAsync(context, await RunAsync(context, call));
        }
        catch (NotKeptException answer)
        {
            await StoredResponse.SendBodyAsync(context.Response, answer.Body, context.RequestAborted);
        }
    }

    // A client that hangs up does not stop the work: it will ask for the answer with the same key.
    private Task<OnceResult<ReadOnlyMemory<byte>>> RunAsync(HttpContext context, OnceCall call) => store.RunAsync(
        call,
        async (work, _) =>
        {
            var scope = context.RequestServices.GetRequiredService<OnceScope>();
            scope.Work = work;
            using var capture = new ResponseCapture(context);
            try
            {
                await next(context);
            }
            finally
            {
                scope.Work = null;
            }

            var body = await capture.BodyAsync();
            if (!options.Value.Keeps(context)) throw new NotKeptException(body);
            return StoredResponse.Of(context.Response, body).ToBytes();
        },
        CancellationToken.None);

    private Task AnswerAsync(HttpContext context, OnceResult<ReadOnlyMemory<byte>> result)
    {
        switch (result.Status)
        {
            case OnceStatus.Executed:
                return StoredResponse.SendBodyAsync(context.Response, StoredResponse.Read(result.Value.Span).Body, context.RequestAborted);
            case OnceStatus.Replayed:
                context.Response.Headers[ReplayedHeader] = "true";
                return StoredResponse.Read(result.Value.Span).SendAsync(context.Response, context.RequestAborted);
            case OnceStatus.InProgress:
                return IdempotencyProblem.InProgressAsync(context, problems, options.Value);
            default:
                return IdempotencyProblem.DifferentRequestAsync(context, problems, options.Value);
        }
    }
}
