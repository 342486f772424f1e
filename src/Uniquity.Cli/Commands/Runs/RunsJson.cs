using Uniquity.Cli.Json;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Runs;

/// <summary>The document <c>uniquity/runs/1</c>.</summary>
internal sealed record RunsJson(string Schema, IReadOnlyList<RunJson> Runs)
{
    /// <summary>Words the runs.</summary>
    public static RunsJson Of(IReadOnlyList<Run> runs, Func<Run, string?> next) => new("uniquity/runs/1", [.. runs.Select(run => RunJson.Of(run, next(run)))]);
}

/// <summary>A run.</summary>
internal sealed record RunJson(
    string Run, string State, string Table, IReadOnlyList<string> Key, string Policy, long Groups, long Removed, long Changed, long Repointed,
    DateTimeOffset Started, DateTimeOffset? Ended, string? Next)
{
    /// <summary>Words one.</summary>
    public static RunJson Of(Run run, string? next) => new(
        run.Id, Words.Of(run.State), run.Table.ToString(), run.Key, run.Policy, run.Groups, run.Removed, run.Changed, run.Repointed,
        run.Started.ToUniversalTime(), run.Ended?.ToUniversalTime(), next);
}
