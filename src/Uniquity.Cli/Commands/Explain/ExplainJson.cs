using System.Text.Json.Serialization;
using Uniquity.Causes;
using Uniquity.Cli.Json;
using Uniquity.Violations;

namespace Uniquity.Cli.Commands.Explain;

/// <summary>The document <c>uniquity/explain/1</c>.</summary>
internal sealed record ExplainJson(
    string Schema,
    IReadOnlyList<ViolationJson> Violations,
    IReadOnlyList<ExplainCauseJson> Causes,
    IReadOnlyList<RelatedJson> Related,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Dropped,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PageJson? Page)
{
    private const string SchemaName = "uniquity/explain/1";

    /// <summary>Words what was read.</summary>
    public static ExplainJson Of(Reading reading, IReadOnlyList<PossibleCause> causes) => new(
        SchemaName,
        [.. reading.Violations.Select(violation => ViolationJson.Of(violation))],
        [.. causes.Select(cause => ExplainCauseJson.Of(cause))],
        [.. reading.Related.Select(RelatedJson.Of)],
        reading.Dropped,
        Page: null);

    /// <summary>Words a page.</summary>
    public static ExplainJson Of(Page page) => new(SchemaName, [], [], [], 0, new PageJson(page.Id, page.Title, page.Markdown));
}

/// <summary>A cause that a text alone leaves possible.</summary>
internal sealed record ExplainCauseJson(string Code, string Title, string Confidence, string Why, IReadOnlyList<int> Violations)
{
    /// <summary>Words one.</summary>
    public static ExplainCauseJson Of(PossibleCause cause) => new(
        cause.Named.Cause.Code, cause.Named.Cause.Title, Words.Of(cause.Named.Confidence), cause.Named.Why, cause.Violations);
}

/// <summary>A page of the documentation, as Markdown.</summary>
internal sealed record PageJson(string Code, string Title, string Text);
