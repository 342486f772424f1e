using System.Text.Json.Serialization;
using Uniquity.Checking;
using Uniquity.Cli.Rules;
using Uniquity.Duplicates;

namespace Uniquity.Cli.Json;

/// <summary>A rule as the contract prints it; its members are those of the rules file.</summary>
internal record RuleJson
{
    /// <summary>Words one.</summary>
    public RuleJson(Rule rule)
    {
        (On, Key, Where, Name, Place) = (rule.On, rule.Key, rule.Where, rule.Name, rule.Place);
        Nulls = rule.Nulls is { } nulls ? RuleReader.Word(nulls) : null;
        Fold = rule.Fold.HasFlag(Folding.Case) ? "case" : null;
        Conflict = RuleReader.Word(rule.Conflict);
    }

    [JsonPropertyOrder(-8)]
    public string On { get; }

    [JsonPropertyOrder(-7)]
    public IReadOnlyList<string> Key { get; }

    [JsonPropertyOrder(-6)]
    public string? Where { get; }

    [JsonPropertyOrder(-5)]
    public string? Nulls { get; }

    [JsonPropertyOrder(-4)]
    public string? Fold { get; }

    [JsonPropertyOrder(-3)]
    public string Conflict { get; }

    [JsonPropertyOrder(-2)]
    public string? Name { get; }

    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Place { get; }
}
