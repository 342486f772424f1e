using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Duplicates;
using Uniquity.Cli.Commands.Resolve;
using Uniquity.Cli.Json;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Enforce;

/// <summary>The document <c>uniquity/enforce/1</c>: a plan, and what was done.</summary>
internal sealed record EnforceJson(
    string Schema, bool Applied, string Table, string Name, IReadOnlyList<string> Key, string? Filter, string Nulls, string As, string? AlreadyEnforcedBy, bool Blocked,
    long Rows, long Groups, long ExcessRows, IReadOnlyList<DuplicateGroupJson> Top, string? Query, PlannedJson? Resolve, IReadOnlyList<StepJson> Steps,
    IReadOnlyList<string> Leftovers, IReadOnlyList<string> Warnings, IReadOnlyList<string> Done, IReadOnlyList<EnforceRunJson> Runs, double Seconds)
{
    /// <summary>Words a plan and its result.</summary>
    public static EnforceJson Of(EnforcePlan plan, EnforceResult? result, Call call, TimeSpan elapsed) => new(
        "uniquity/enforce/1", result is not null, plan.Request.Table.ToString(), result?.Index ?? plan.Name, [.. plan.Key.Select(part => part.Part)], plan.Filter, Words.Of(plan.Request.Nulls ?? NullHandling.Distinct),
        plan.Request.As == EnforceAs.Constraint ? "constraint" : "index", plan.AlreadyEnforcedBy, plan.IsBlocked, plan.Rows, plan.Groups, plan.ExcessRows, [.. plan.Top.Select(DuplicateGroupJson.Of)],
        plan.Query, plan.Resolve is { } resolve ? PlannedJson.Of(resolve, written: null) : null, [.. plan.Steps.Select(StepJson.Of)], plan.Leftovers, plan.Warnings, result?.Done ?? [],
        [.. (result?.Runs ?? []).Select(run => EnforceRunJson.Of(run, call))], Math.Round(elapsed.TotalSeconds, 3));
}

/// <summary>A step with its statements.</summary>
internal sealed record StepJson(string Kind, string What, IReadOnlyList<string> Statements, string Lock)
{
    /// <summary>Words one.</summary>
    public static StepJson Of(EnforceStep step) => new(char.ToLowerInvariant(step.Kind.ToString()[0]) + step.Kind.ToString()[1..], step.What, step.Statements, step.Lock);
}

/// <summary>A resolution that was needed, and the call that takes it back.</summary>
internal sealed record EnforceRunJson(string Run, long Groups, long Removed, long Changed, long Repointed, string Undo)
{
    /// <summary>Words one.</summary>
    public static EnforceRunJson Of(Run run, Call call) => new(run.Id, run.Groups, run.Removed, run.Changed, run.Repointed, call.Next($"undo {run.Id}"));
}
