using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Uniquity.AspNetCore;

/// <summary>The three refusals of the draft, section 2.7, as problem details.</summary>
internal static class IdempotencyProblem
{
    private const string Draft = "https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/";

    /// <summary>400: the header is missing or malformed.</summary>
    public static Task MissingAsync(HttpContext context, IProblemDetailsService problems, IdempotencyKeyOptions options) => WriteAsync(
        context, problems, StatusCodes.Status400BadRequest, $"{options.HeaderName} is missing",
        $"Send one header {options.HeaderName} with a key of your own, unique to this request (a UUID, at most {options.MaxKeyLength} visible ASCII characters), and the same key when you try it again.");

    /// <summary>409: the first request with the key is at work.</summary>
    public static Task InProgressAsync(HttpContext context, IProblemDetailsService problems, IdempotencyKeyOptions options)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(options.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(
            context, problems, StatusCodes.Status409Conflict, "A request is outstanding for this key",
            $"A request with the same {options.HeaderName} is being processed. Try again with the same key to get its answer.");
    }

    /// <summary>422: the key was used for something else.</summary>
    public static Task DifferentRequestAsync(HttpContext context, IProblemDetailsService problems, IdempotencyKeyOptions options) => WriteAsync(
        context, problems, StatusCodes.Status422UnprocessableEntity, $"{options.HeaderName} is already used",
        $"This {options.HeaderName} was sent before with another request. Send a new key with a new request.");

    private static async Task WriteAsync(HttpContext context, IProblemDetailsService problems, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Type = Draft, Title = title, Detail = detail };
        if (!await problems.TryWriteAsync(new() { HttpContext = context, ProblemDetails = problem })) await context.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json");
    }
}
