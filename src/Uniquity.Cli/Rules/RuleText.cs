using Uniquity.Checking;

namespace Uniquity.Cli.Rules;

/// <summary>Words a rule for a person.</summary>
internal static class RuleText
{
    /// <summary>On one line: <c>users (tenant_id, lower(email)) where deleted_at is null</c>.</summary>
    public static string Of(Rule rule)
    {
        var where = rule.Where is { } filter ? $" where {filter}" : "";
        var fold = rule.Fold == Duplicates.Folding.None ? "" : ", without regard to case";
        var nulls = rule.Nulls is { } handling ? $", nulls {RuleReader.Word(handling)}" : "";
        return $"{rule.On} ({string.Join(", ", rule.Key)}){where}{fold}{nulls}";
    }
}
