using Uniquity.Checking;
using Uniquity.Cli.Json;
using Uniquity.Cli.Rules;

namespace Uniquity.Cli.Commands.Check;

/// <summary>The document <c>uniquity/check/1</c>.</summary>
internal sealed record CheckJson(
    string Schema, bool Drift, string Rules, int Held, IReadOnlyList<MissingJson> Missing, IReadOnlyList<ExtraJson> Extra,
    IReadOnlyList<DifferentJson> Different, IReadOnlyList<ViolatedJson> Violated, IReadOnlyList<NoteJson> Notes,
    IReadOnlyList<UncheckedJson> NotChecked, double Seconds)
{
    /// <summary>Words a report.</summary>
    public static CheckJson Of(CheckReport report, RuleCalls calls, string path, TimeSpan elapsed) => new(
        "uniquity/check/1", report.Drift, path, report.Held.Count,
        [.. report.Missing.Select(missing => new MissingJson(
            missing.Rule, missing.Table?.ToString(), missing.Why, missing.Index is null ? null : IndexJson.Of(missing.Index),
            !missing.CanBeBuilt ? null : calls.Enforce(missing.Rule, missing.Index)))],
        [.. report.Extra.Select(index => new ExtraJson(IndexJson.Of(index)) { Run = calls.Drop(index) })],
        [.. report.Different.Select(different => new DifferentJson(
            different.Rule, IndexJson.Of(different.Index),
            [.. different.Differences.Select(difference => new DifferenceJson(difference.What, difference.Rule, difference.Index))],
            calls.Enforce(different.Rule, different.Index)))],
        [.. report.Violated.Select(violated => new ViolatedJson(
            violated.Rule, violated.Report.Table.ToString(), violated.Report.Rows, violated.Report.Groups, violated.Report.ExcessRows,
            violated.Report.Query, calls.Duplicates(violated.Rule)))],
        [.. report.Held.Where(held => held.Note is not null).Select(held => new NoteJson(held.Rule, IndexJson.Of(held.Index), held.Note!))],
        [.. report.NotChecked.Select(unread => new UncheckedJson(unread.Rule, unread.What, unread.Why))],
        Math.Round(elapsed.TotalSeconds, 3));
}
