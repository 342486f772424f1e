using Uniquity.Targets;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Uniquity.Cli.Rules;

/// <summary>Reads a rules file (YAML).</summary>
internal static class RulesFile
{
    /// <summary>The rules of a file.</summary>
    /// <exception cref="UsageException">The file cannot be read, or is no rules file; the line is named.</exception>
    public static IReadOnlyList<Rule> Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            if (yaml.Documents.Count == 0) return [];
            return Child(yaml.Documents[0].RootNode, "rules") is YamlSequenceNode rules
                ? [.. rules.Children.Select(rule => ReadRule(rule, path))]
                : throw Wrong(path, yaml.Documents[0].RootNode, "a rules file begins with 'rules:' and a list");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the rules file {path} cannot be read: {failure.Message}", failure);
        }
        catch (YamlException failure)
        {
            throw new UsageException($"{path}:{failure.Start.Line}: this is no YAML: {failure.Message}", failure);
        }
    }

    private static Rule ReadRule(YamlNode node, string path)
    {
        var on = Text(Child(node, "on")) ?? throw Wrong(path, node, "a rule has no 'on: TABLE'");
        var key = Child(node, "key") switch
        {
            YamlSequenceNode parts => [.. parts.Children.Select(part => Text(part) ?? throw Wrong(path, part, "a key part is a text"))],
            YamlScalarNode { Value: { Length: > 0 } one } => (string[])[one],
            _ => throw Wrong(path, node, $"the rule on {on} has no 'key: [a, b]'"),
        };
        var conflict = Text(Child(node, "conflict")) ?? "exclusive";
        return conflict is "exclusive" or "expected"
            ? new Rule(on, key, Text(Child(node, "where")), conflict == "expected")
            : throw Wrong(path, node, $"the rule on {on} has conflict: {conflict}; it is exclusive or expected");
    }

    private static YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    private static string? Text(YamlNode? node) => node is YamlScalarNode { Value: { Length: > 0 } value } ? value : null;

    private static UsageException Wrong(string path, YamlNode node, string what) => new($"{path}:{node.Start.Line}: {what}");
}
