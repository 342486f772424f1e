using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Resolve;

/// <summary>Reads <c>--keep</c>, <c>--merge</c> and <c>--children</c>, and names the nearest right call where it cannot.</summary>
internal static class PolicyText
{
    private static readonly string[] Policies = ["first", "last", "most-complete", "newest", "oldest", "largest", "smallest"];
    private static readonly string[] Rules = ["fill", "max", "min", "sum", "union", "longest", "keep"];
    private static readonly string[] Children = ["repoint", "delete", "refuse"];

    /// <summary>Which row stays; with rules alone, the first.</summary>
    /// <exception cref="UsageException">It is no policy.</exception>
    public static KeepPolicy Keep(string? text, bool merges)
    {
        if (text is null) return merges ? new(KeepKind.First) : throw new UsageException($"which row of each group stays? Nearest right call: --keep first (or {KeepPolicy.Words}, or --merge fill)");
        var word = text.Split(':')[0];
        if (Policies.Contains(word) && (text == word || word is not ("first" or "last" or "most-complete"))) return KeepPolicy.Parse(text);
        var nearest = NearestName.Find(word, Policies) ?? "first";
        var field = nearest is "first" or "last" or "most-complete" ? "" : text.Contains(':') ? text[text.IndexOf(':')..] : ":updated_at";
        throw new UsageException($"--keep is one of {KeepPolicy.Words}, not {text}; nearest right call: --keep {nearest}{field}");
    }

    /// <summary>What the row that stays takes from the others; a comma parts rules of one option.</summary>
    /// <exception cref="UsageException">One is no rule.</exception>
    public static IReadOnlyList<MergeRule> Merge(IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(Rule)];

    /// <summary>What becomes of rows that refer to a row that goes.</summary>
    /// <exception cref="UsageException">It is none of the three.</exception>
    public static ChildrenPolicy ChildrenOf(string? text) => text switch
    {
        null or "repoint" => ChildrenPolicy.Repoint,
        "delete" => ChildrenPolicy.Delete,
        "refuse" => ChildrenPolicy.Refuse,
        _ => throw new UsageException($"--children is repoint, delete or refuse, not {text}; nearest right call: --children {NearestName.Find(text, Children) ?? "repoint"}"),
    };

    private static MergeRule Rule(string text)
    {
        var word = text[(text.LastIndexOf('=') + 1)..];
        if (Rules.Contains(word)) return MergeRule.Parse(text);
        var nearest = NearestName.Find(word, Rules) ?? "fill";
        var right = text.Contains('=') ? $"{text[..text.LastIndexOf('=')]}={nearest}" : nearest == "fill" ? "fill" : $"visits={nearest}";
        throw new UsageException($"--merge is fill or F=max|min|sum|union|longest|keep|fill, not {text}; nearest right call: --merge {right}");
    }
}
