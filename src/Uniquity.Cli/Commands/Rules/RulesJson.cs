using Uniquity.Checking;
using Uniquity.Cli.Json;

namespace Uniquity.Cli.Commands.Rules;

/// <summary>The document <c>uniquity/rules/1</c>.</summary>
internal sealed record RulesJson(string Schema, IReadOnlyList<LiveRuleJson> Rules, IReadOnlyList<LeftOutJson> LeftOut)
{
    /// <summary>Words the rules of a database.</summary>
    public static RulesJson Of(IReadOnlyList<LiveRule> rules) => new(
        "uniquity/rules/1",
        [.. rules.Where(rule => rule.Rule is not null).Select(rule => new LiveRuleJson(rule.Rule!, IndexJson.Of(rule.Index)))],
        [.. rules.Where(rule => rule.Rule is null).Select(rule => new LeftOutJson(IndexJson.Of(rule.Index), rule.LeftOut!))]);
}

/// <summary>A rule with the index that stands for it.</summary>
internal sealed record LiveRuleJson(Rule Wanted, IndexJson Index) : RuleJson(Wanted)
{
    private Rule Wanted { get; } = Wanted;
}

/// <summary>An index that makes no rule.</summary>
internal sealed record LeftOutJson(IndexJson Index, string Why);
