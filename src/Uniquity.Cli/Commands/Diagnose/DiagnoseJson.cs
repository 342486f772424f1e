using System.Text.Json;
using System.Text.Json.Serialization;
using Uniquity.Checking;
using Uniquity.Cli.Json;
using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Diagnose;

/// <summary>The document <c>uniquity/diagnose/1</c>.</summary>
internal sealed record DiagnoseJson(
    string Schema, ViolationJson? Violation, TargetJson Target, IReadOnlyList<string> Notes, IndexJson? Index, HolderJson? Holder,
    JsonElement? Refused, IReadOnlyList<NamedCauseJson> Causes, IReadOnlyList<NotCheckedJson> NotChecked, IReadOnlyList<RelatedJson> Related,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Conflict)
{
    /// <summary>Words a diagnosis.</summary>
    public static DiagnoseJson Of(Diagnosis diagnosis, Rule? rule) => new(
        "uniquity/diagnose/1",
        diagnosis.Violation is { } violation ? ViolationJson.Of(violation) : null,
        TargetJson.Of(diagnosis.Target),
        diagnosis.Notes,
        diagnosis.Index is { } index ? IndexJson.Of(index) : null,
        diagnosis.Holder is { } holder ? HolderJson.Of(holder) : null,
        diagnosis.Refused?.Fields,
        [.. diagnosis.Causes.Select(NamedCauseJson.Of)],
        [.. diagnosis.NotChecked.Select(one => new NotCheckedJson(one.Cause, one.Why))],
        [.. diagnosis.Related.Select(RelatedJson.Of)],
        rule is null ? null : rule.Conflict == RuleConflict.Expected ? "expected" : "exclusive");
}

/// <summary>Where the evidence comes from.</summary>
internal sealed record TargetJson(string Engine, string Version, string? Host, string? Database, string? User, bool ReadOnly, string Role)
{
    /// <summary>Words one.</summary>
    public static TargetJson Of(TargetInfo info) => new(info.Engine, info.Version, info.Host, info.Database, info.User, info.ReadOnly, info.Role);
}

/// <summary>The row that holds the key.</summary>
internal sealed record HolderJson(bool Found, JsonElement? Row, double? AgeSeconds, string Query)
{
    /// <summary>Words one.</summary>
    public static HolderJson Of(HolderFact holder) => new(
        holder.Row is not null, holder.Row?.Fields, holder.Age is { } age ? Math.Round(age.TotalSeconds, 3) : null, holder.Query);
}

/// <summary>A cause that could not be looked for.</summary>
internal sealed record NotCheckedJson(string Cause, string Why);
