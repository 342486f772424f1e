using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Uniquity.Once;

namespace Uniquity.AspNetCore;

/// <summary>Takes the deliveries of one webhook: each message has its effect once.</summary>
internal sealed class WebhookInbox(string scope, WebhookOptions options, Func<WebhookMessage, OnceWork, CancellationToken, Task> handler)
{
    public async Task<IResult> ReceiveAsync(HttpContext context)
    {
        if (await BodyAsync(context.Request) is not { } body) return TypedResults.Problem($"A message is at most {options.MaxBodyBytes} bytes here.", statusCode: StatusCodes.Status413PayloadTooLarge);
        var message = new WebhookMessage(context.Request.Headers, body);
        if (options.Verify?.Invoke(message) == false) return TypedResults.Problem("The signature does not fit the message, or its time is too far off.", statusCode: StatusCodes.Status401Unauthorized);
        if (options.Id(message) is not { Length: > 0 } id) return TypedResults.Problem("The message has no id: nothing would tell its second delivery from the first.", statusCode: StatusCodes.Status400BadRequest);

        // A sender that hangs up does not stop the work: it would only deliver the same again.
        var store = context.RequestServices.GetRequiredService<IOnceStore>();
        var result = await store.RunAsync(new OnceCall(scope, id), (work, _) => HandleAsync(message with { Id = id }, work), CancellationToken.None);
        if (result.IsDone) return TypedResults.Ok(new WebhookReceipt(id, result.Status == OnceStatus.Replayed));
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(options.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("Another delivery of this message is being processed.", statusCode: StatusCodes.Status409Conflict);
    }

    private async Task<ReadOnlyMemory<byte>> HandleAsync(WebhookMessage message, OnceWork work)
    {
        await handler(message, work, CancellationToken.None);
        return default;
    }

    // Null where it is too long, whether or not its length is told.
    private async Task<byte[]?> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength > options.MaxBodyBytes) return null;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and var read)
        {
            if (body.Length + read > options.MaxBodyBytes) return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
