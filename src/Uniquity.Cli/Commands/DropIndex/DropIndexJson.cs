using Uniquity.Cli.Commands.Enforce;
using Uniquity.Cli.Json;
using Uniquity.Enforcing;

namespace Uniquity.Cli.Commands.DropIndex;

/// <summary>The document <c>uniquity/drop-index/1</c>: a plan, and what was done.</summary>
internal sealed record DropIndexJson(
    string Schema, bool Applied, IndexJson Index, long? Reads, DateTimeOffset? ReadsSince, string? PlainName, string? Refusal, IReadOnlyList<StepJson> Steps,
    IReadOnlyList<string> Warnings, IReadOnlyList<string> Done, double Seconds)
{
    /// <summary>Words a plan and its result.</summary>
    public static DropIndexJson Of(DropIndexPlan plan, DropIndexResult? result, TimeSpan elapsed) => new(
        "uniquity/drop-index/1", result is not null, IndexJson.Of(plan.Index), plan.Reads, plan.ReadsSince?.ToUniversalTime(), plan.PlainName, plan.Refusal, [.. plan.Steps.Select(StepJson.Of)],
        plan.Warnings, result?.Done ?? [], Math.Round(elapsed.TotalSeconds, 3));
}
