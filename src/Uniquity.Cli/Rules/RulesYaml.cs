using System.Text;
using Uniquity.Checking;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Indexes;

namespace Uniquity.Cli.Rules;

/// <summary>Writes a rules file from the indexes of a database, with comments for whoever reads it.</summary>
internal static class RulesYaml
{
    /// <summary>The file.</summary>
    /// <param name="rules">The rules, and the indexes that make none.</param>
    /// <param name="title">What they are the rules of, in a sentence.</param>
    public static string Of(IReadOnlyList<LiveRule> rules, string title)
    {
        var yaml = new StringBuilder();
        Comment(yaml, "", title);
        Comment(yaml, "", "conflict: exclusive  a refused write is an alarm: two want what only one can have");
        Comment(yaml, "", "conflict: expected   a refused write is everyday: a message that came twice, a write tried again");
        Comment(yaml, "", "uniquity check --rules FILE tells what is missing, extra, different or violated.");
        yaml.Append(rules.Any(rule => rule.Rule is not null) ? "rules:\n" : "rules: []\n");
        foreach (var live in rules)
        {
            if (live.Rule is { } rule) Write(yaml, rule, live.Index);
            else Comment(yaml, "  ", $"{live.Index.Name} on {live.Index.Table} ({IndexText.Key(live.Index.Key)}) is left out: {live.LeftOut}");
        }

        return yaml.ToString();
    }

    private static void Write(StringBuilder yaml, Rule rule, UniqueIndex index)
    {
        string?[] facts =
        [
            $"{index.Name}, {IndexText.Kind(index)}",
            index.Deferrable ? "deferrable" : null,
            index.SizeBytes is { } size ? Say.Size(size) : null,
            index.Reads is { } reads ? Say.Count(reads, "read") : null,
        ];
        Comment(yaml, "  ", string.Join(", ", facts.Where(fact => fact is not null)));
        foreach (var warning in index.Warnings) Comment(yaml, "  ", $"! {warning.Code}: {warning.Why}");
        yaml.Append("  - on: ").Append(YamlText.Of(rule.On)).Append('\n');
        yaml.Append("    key: [").AppendJoin(", ", rule.Key.Select(YamlText.Of)).Append("]\n");
        if (rule.Where is { } where) yaml.Append("    where: ").Append(YamlText.Of(where)).Append('\n');
        if (rule.Nulls is { } nulls) yaml.Append("    nulls: ").Append(RuleReader.Word(nulls)).Append('\n');
        if (rule.Fold != Duplicates.Folding.None) yaml.Append("    fold: case\n");
        yaml.Append("    conflict: ").Append(RuleReader.Word(rule.Conflict)).Append('\n');
    }

    private static void Comment(StringBuilder yaml, string indent, string text)
    {
        foreach (var line in YamlText.Comment(text, indent)) yaml.Append(line).Append('\n');
    }
}
