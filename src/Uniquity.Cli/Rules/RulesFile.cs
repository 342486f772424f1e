using Uniquity.Checking;
using Uniquity.Targets;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Uniquity.Cli.Rules;

/// <summary>Reads a rules file (YAML, and so JSON too).</summary>
internal static class RulesFile
{
    /// <summary>The file that is read where none is named.</summary>
    public const string DefaultPath = "uniquity.yaml";

    /// <summary>The rules of a file; none where it is empty.</summary>
    /// <exception cref="UsageException">The file cannot be read, or is no rules file; line and column are named.</exception>
    public static IReadOnlyList<Rule> Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            if (yaml.Documents.Count > 1) throw RuleNode.Wrong(path, yaml.Documents[1].RootNode, "a rules file is one document; take the '---' away and put all rules under one 'rules:'");
            return yaml.Documents.Count == 0 ? [] : Rules(new RuleNode(path, yaml.Documents[0].RootNode));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the rules file {path} cannot be read: {(failure is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : failure.Message)}", failure);
        }
        catch (YamlException failure)
        {
            throw new UsageException($"{path}:{failure.Start.Line}:{failure.Start.Column}: this is no YAML: {Plain(failure)}", failure);
        }
    }

    private static List<Rule> Rules(RuleNode file)
    {
        if (file.IsNothing) return [];
        if (!file.IsMapping) throw file.Wrong("a rules file begins with 'rules:' and a list of rules under it");
        file.CheckMembers("a rules file", "rules");
        if (file.Member("rules") is not { IsNothing: false } list) return [];
        var rules = list.Items ?? throw list.Wrong("'rules:' is followed by a list, each rule after a '- '");
        var read = new List<Rule>();
        foreach (var node in rules)
        {
            var rule = RuleReader.Read(node);
            if (read.Find(other => Repeats(other, rule)) is { } first)
            {
                throw node.Wrong($"this rule is the one at {first.Place} again ({rule.On} by {string.Join(", ", rule.Key)}); keep one");
            }

            read.Add(rule);
        }

        return read;
    }

    private static bool Repeats(Rule one, Rule other) =>
        one with { Key = other.Key, Conflict = other.Conflict, Place = other.Place, Name = other.Name } == other && one.Key.SequenceEqual(other.Key, StringComparer.Ordinal);

    /// <summary>Without the position that stands before the message already.</summary>
    private static string Plain(YamlException failure)
    {
        var message = (failure.InnerException ?? failure).Message;
        var position = message.IndexOf("): ", StringComparison.Ordinal);
        return position > 0 && message.StartsWith("(Line", StringComparison.Ordinal) ? message[(position + 3)..] : message;
    }
}
