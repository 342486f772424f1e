using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Uniquity.Telemetry;
using Uniquity.Violations;

namespace Uniquity.AspNetCore;

/// <summary>Answers a violation with problem details; leaves every other exception to the next handler.</summary>
internal sealed class UniqueViolationProblemHandler(
    IOptions<UniqueViolationProblemOptions> options, IOptions<JsonOptions> json, IProblemDetailsService problems, ViolationMetrics metrics, IServiceProvider services)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!exception.TryGetUniqueViolation(out var violation)) return false;
        metrics.Record(exception);
        var texts = options.Value.Resources is { } resources ? services.GetService<IStringLocalizerFactory>()?.Create(resources) : null;
        var problem = new UniqueViolationProblem(options.Value, texts, json.Value.SerializerOptions.PropertyNamingPolicy).Of(violation, Known(exception));
        httpContext.Response.StatusCode = options.Value.Status;
        if (await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception })) return true;

        // A client that accepts no JSON gets it all the same: better than a 500 without a word.
        await httpContext.Response.WriteAsJsonAsync(problem, json.Value.SerializerOptions, "application/problem+json", cancellationToken);
        return true;
    }

    private static IUniqueViolation? Known(Exception? exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            if (at is IUniqueViolation known) return known;
        }

        return null;
    }
}
