using Uniquity.Indexes;
using Uniquity.PostgreSql.Indexes;

namespace Uniquity.PostgreSql.Probes;

/// <summary>What an ON CONFLICT clause asks of an index.</summary>
/// <param name="Key">The columns and expressions that it lists, unquoted where they are plain.</param>
/// <param name="Where">The filter that it names.</param>
internal sealed record ConflictTarget(IReadOnlyList<string> Key, string? Where)
{
    /// <summary>Reads the clause of a statement; <see langword="null"/> where it names no columns.</summary>
    public static ConflictTarget? Of(string statement)
    {
        var at = statement.IndexOf("ON CONFLICT", StringComparison.OrdinalIgnoreCase);
        var open = at < 0 ? -1 : statement.IndexOf('(', at);
        if (open < 0 || !string.IsNullOrWhiteSpace(statement[(at + "ON CONFLICT".Length)..open])) return null;
        var close = Close(statement, open);
        if (close < 0) return null;
        var rest = statement[(close + 1)..].TrimStart();
        var action = rest.IndexOf(" DO ", StringComparison.OrdinalIgnoreCase);
        var where = rest.StartsWith("WHERE", StringComparison.OrdinalIgnoreCase) && action > 0 ? rest["WHERE".Length..action].Trim() : null;
        return new([.. KeySplitter.Split(statement[(open + 1)..close]).Select(Plain)], where);
    }

    /// <summary>Whether the clause could take the index.</summary>
    public bool Fits(UniqueIndex index) => HasKeyOf(index) && index is { Valid: true, Deferrable: false } && (index.Filter is null || Where is not null);

    /// <summary>Whether the key is the index's, in any order.</summary>
    public bool HasKeyOf(UniqueIndex index) =>
        index.Key.Count == Key.Count && index.Key.All(part => Key.Any(own => Bare(own) == Bare(part.Part)));

    /// <summary>Why the clause does not take an index.</summary>
    public string Against(UniqueIndex index) =>
        !HasKeyOf(index) ? "another key"
        : index.Deferrable ? "deferrable, and ON CONFLICT takes no deferrable constraint"
        : !index.Valid ? "invalid, and ON CONFLICT takes no invalid index"
        : index.Filter is not null && Where is null ? "partial, and the clause does not name its filter"
        : index.Filter is not null ? "partial, and its filter does not follow from the clause's"
        : "it fits; the index came after the error, or the error is another database's";

    private static string Bare(string part) =>
        new([.. part.ToLowerInvariant().Replace("::text", "", StringComparison.Ordinal).Where(character => !char.IsWhiteSpace(character) && character is not ('(' or ')' or '"'))]);

    private static string Plain(string part) => NameReader.Read(part) is [{ } name] ? (name.Quoted ? name.Text : name.Text.ToLowerInvariant()) : part;

    private static int Close(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            if (text[at] == '(') depth++;
            else if (text[at] == ')' && --depth == 0) return at;
        }

        return -1;
    }
}
