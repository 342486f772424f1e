using Uniquity.Checking;
using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Cli.Rules;

/// <summary>Reads one rule of a rules file.</summary>
internal static class RuleReader
{
    private static readonly Dictionary<string, NullHandling> NullWords = new(StringComparer.Ordinal)
    {
        ["distinct"] = NullHandling.Distinct,
        ["not-distinct"] = NullHandling.NotDistinct,
        ["sparse"] = NullHandling.Sparse,
        ["value"] = NullHandling.Value,
    };

    private static readonly Dictionary<string, RuleConflict> ConflictWords = new(StringComparer.Ordinal)
    {
        ["exclusive"] = RuleConflict.Exclusive,
        ["expected"] = RuleConflict.Expected,
    };

    /// <summary>The word for what a rule makes of null.</summary>
    public static string Word(NullHandling nulls) => NullWords.First(word => word.Value == nulls).Key;

    /// <summary>The word for what a conflict means.</summary>
    public static string Word(RuleConflict conflict) => ConflictWords.First(word => word.Value == conflict).Key;

    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">Something is wrong; line, column and the right form are named.</exception>
    public static Rule Read(RuleNode node)
    {
        if (!node.IsMapping) throw node.Wrong("a rule has members; the right form: - {on: users, key: [email]}");
        node.CheckMembers("a rule", "on", "key", "where", "nulls", "fold", "conflict", "name");
        var on = Optional(node, "on", "on: users") ?? throw node.Wrong("a rule has no 'on: TABLE'");
        return new Rule
        {
            On = on.Trim(),
            Key = Key(node, on),
            Where = Optional(node, "where", "where: deleted_at is null"),
            Nulls = Choice(node, "nulls", NullWords),
            Fold = Fold(node),
            Conflict = Choice(node, "conflict", ConflictWords) ?? RuleConflict.Exclusive,
            Name = Optional(node, "name", "name: users_email_key"),
            Place = node.Place,
        };
    }

    private static string[] Key(RuleNode rule, string on)
    {
        if (rule.Member("key") is not { IsNothing: false } key) throw rule.Wrong($"the rule on {on} has no 'key: [a, b]'");
        if (key.Items is not { } items) return [KeyPart(key)];
        return items.Count == 0 ? throw key.Wrong($"the rule on {on} has an empty key; the right form: key: [a, b]") : [.. items.Select(KeyPart)];
    }

    private static string KeyPart(RuleNode part)
    {
        var text = part.Text ?? throw part.Wrong("a key part is a text: a column, a path or an expression; the right form: key: [tenant_id, lower(email)]");
        if (text.Count(c => c == '(') != text.Count(c => c == ')') && !text.Contains('\''))
        {
            throw part.Wrong($"'{text}' has a parenthesis too many; YAML ends a part at a comma, so quote it: key: [\"coalesce(a, b)\"]");
        }

        return text;
    }

    private static string? Optional(RuleNode rule, string member, string form)
    {
        if (rule.Member(member) is not { IsNothing: false } value) return null;
        return value.Text ?? throw value.Wrong($"'{member}' is a text; the right form: {form}");
    }

    private static T? Choice<T>(RuleNode rule, string member, Dictionary<string, T> words) where T : struct
    {
        if (rule.Member(member) is not { IsNothing: false } value) return null;
        return words.TryGetValue(value.Text ?? "", out var found) ? found : throw value.Wrong(NotOneOf(member, value.Text, words.Keys));
    }

    private static Folding Fold(RuleNode rule)
    {
        if (rule.Member("fold") is not { IsNothing: false } value) return Folding.None;
        foreach (var word in value.Items ?? [value])
        {
            if (word.Text is "space" or "unicode")
            {
                throw word.Wrong($"an index folds case alone; for {word.Text} write the expression that your index has as the key: key: [\"lower(trim(email))\"]");
            }

            if (word.Text != "case") throw word.Wrong(NotOneOf("fold", word.Text, ["case"]));
        }

        return Folding.Case;
    }

    private static string NotOneOf(string member, string? text, IEnumerable<string> words)
    {
        var all = words.ToList();
        return $"{member} is {string.Join(" or ", all)}, not {text ?? "a list"}; nearest right form: {member}: {NearestName.Find(text ?? "", all) ?? all[0]}";
    }
}
