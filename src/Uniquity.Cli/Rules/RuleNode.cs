using Uniquity.Targets;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Uniquity.Cli.Rules;

/// <summary>A node of a rules file, with the file's name for what is wrong with it.</summary>
internal sealed class RuleNode(string path, YamlNode node)
{
    /// <summary>Where it is: <c>uniquity.yaml:3</c>.</summary>
    public string Place => $"{path}:{node.Start.Line}";

    /// <summary>Whether it is <c>null</c>, <c>~</c> or nothing at all.</summary>
    public bool IsNothing => node is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>Whether it has members.</summary>
    public bool IsMapping => node is YamlMappingNode;

    /// <summary>The text; <see langword="null"/> where it is nothing, a list or has members.</summary>
    public string? Text => !IsNothing && node is YamlScalarNode { Value: { } value } && value.Trim().Length > 0 ? value : null;

    /// <summary>The items; <see langword="null"/> where it is no list.</summary>
    public IReadOnlyList<RuleNode>? Items => node is YamlSequenceNode list ? [.. list.Children.Select(child => new RuleNode(path, child))] : null;

    /// <summary>A member, its own or one that <c>&lt;&lt;: *anchor</c> brings in.</summary>
    public RuleNode? Member(string name) => Members().FirstOrDefault(member => member.Key.Value == name).Value is { } found ? new(path, found) : null;

    /// <summary>Checks that there are no members of other names; those that begin with <c>x-</c> are the writer's own, for anchors.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public void CheckMembers(string what, params string[] known)
    {
        foreach (var (key, _) in Members())
        {
            if (key.Value is { } name && (known.Contains(name, StringComparer.Ordinal) || name.StartsWith("x-", StringComparison.Ordinal))) continue;
            var near = NearestName.Find(key.Value ?? "", known) is { } nearest ? $"did you mean {nearest}?" : $"it has {string.Join(", ", known)}";
            throw Wrong(path, key, $"{what} has no '{key.Value}'; {near}");
        }
    }

    /// <summary>Says what is wrong with this node.</summary>
    public UsageException Wrong(string what) => Wrong(path, node, what);

    /// <summary>Says what is wrong with a node.</summary>
    public static UsageException Wrong(string path, YamlNode node, string what) => new($"{path}:{node.Start.Line}:{node.Start.Column}: {what}");

    /// <summary>Own members first: what is merged in does not replace them.</summary>
    private IEnumerable<(YamlScalarNode Key, YamlNode Value)> Members() => Members(node, depth: 0);

    private IEnumerable<(YamlScalarNode Key, YamlNode Value)> Members(YamlNode of, int depth)
    {
        // An anchor that holds itself would never end.
        if (of is not YamlMappingNode mapping || depth > 20) yield break;
        var merged = new List<YamlNode>();
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode name) throw Wrong(path, key, "a member's name is a word");
            if (name.Value != "<<") yield return (name, value);
            else if (value is YamlSequenceNode several) merged.AddRange(several.Children);
            else merged.Add(value);
        }

        foreach (var member in merged.SelectMany(from => Members(from, depth + 1))) yield return member;
    }
}
