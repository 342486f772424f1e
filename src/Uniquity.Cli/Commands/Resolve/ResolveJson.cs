using System.Text.Json;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Resolve;

/// <summary>The document <c>uniquity/resolve/1</c>, and that of <c>apply</c> and <c>resume</c>: a plan, or what was done.</summary>
internal sealed record ResolveJson(
    string Schema, string? Run, bool Applied, string Table, IReadOnlyList<string> Key, string Policy, long Groups, long Removed, long Changed, long Repointed, long Archived,
    PlannedJson? Plan, double Seconds, string? Undo)
{
    /// <summary>Words a plan.</summary>
    public static ResolveJson Planned(ResolvePlan plan, string? written, TimeSpan elapsed) => new(
        "uniquity/resolve/1", Run: null, Applied: false, plan.Request.Table.ToString(), [.. plan.Request.Key.Select(part => part.Part)],
        string.Join(' ', plan.Request.Merge.Select(rule => rule.ToString()).Prepend(plan.Request.Keep.ToString())),
        plan.Groups, plan.Removed, plan.Changed, plan.Request.Children == ChildrenPolicy.Repoint ? plan.Children.Sum(child => child.Rows) : 0, Archived: 0,
        PlannedJson.Of(plan, written), Math.Round(elapsed.TotalSeconds, 3), Undo: null);

    /// <summary>Words a run.</summary>
    public static ResolveJson Done(string command, Run run, string undo, TimeSpan elapsed) => new(
        $"uniquity/{command}/1", run.Id, Applied: true, run.Table.ToString(), run.Key, run.Policy, run.Groups, run.Removed, run.Changed, run.Repointed,
        run.Removed + run.Changed + run.Repointed, Plan: null, Math.Round(elapsed.TotalSeconds, 3), undo);
}

/// <summary>What a plan shows.</summary>
internal sealed record PlannedJson(string Order, IReadOnlyList<ChildJson> Children, IReadOnlyList<SampleJson> Samples, IReadOnlyList<string> Warnings, IReadOnlyList<string> Statements, string? Out)
{
    /// <summary>Words one.</summary>
    public static PlannedJson Of(ResolvePlan plan, string? written) => new(
        plan.Order, [.. plan.Children.Select(child => new ChildJson(child.Table.ToString(), child.ForeignKey, child.Columns, child.Rows, child.Collisions))],
        [.. plan.Samples.Select(sample => new SampleJson([.. sample.Before.Select(row => row.Fields)], sample.After.Fields))], plan.Warnings, plan.Statements, written);
}

/// <summary>What happens to the rows of one foreign key.</summary>
internal sealed record ChildJson(string Table, string ForeignKey, IReadOnlyList<string> Columns, long Rows, long Collisions);

/// <summary>A group before and after.</summary>
internal sealed record SampleJson(IReadOnlyList<JsonElement> Before, JsonElement After);
