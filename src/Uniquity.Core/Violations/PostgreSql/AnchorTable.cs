namespace Uniquity.Violations.PostgreSql;

/// <summary>What each string that the scan looks for can begin: few strings, so that the scan stays vectorised.</summary>
internal static class AnchorTable
{
    // Beginnings that several sentences or codes have in common.
    private static readonly string[] s_shared = ["2350", "0800", "violates ", "verletzt ", "viola il vincolo ", "too many c"];

    private static readonly ILookup<string, Sentence> s_sentences = Sentence.All.ToLookup(s => Scanned(s.Anchor), StringComparer.Ordinal);
    private static readonly ILookup<string, RelatedSign> s_related = RelatedSign.All.ToLookup(s => Scanned(s.Anchor), StringComparer.Ordinal);
    private static readonly Dictionary<string, Begun> s_begun = Sentence.All.Select(s => s.Anchor)
        .Concat(RelatedSign.All.Select(s => s.Anchor))
        .Append(PostgreSqlParser.UniqueViolation)
        .Select(Scanned)
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(a => a, a => new Begun([.. s_sentences[a]], [.. s_related[a]]), StringComparer.Ordinal);

    /// <summary>The strings to scan for.</summary>
    public static IEnumerable<string> Anchors => s_begun.Keys;

    /// <summary>What an anchor can begin.</summary>
    public static Begun Of(string anchor) => s_begun[anchor];

    private static string Scanned(string anchor) => Array.Find(s_shared, s => anchor.StartsWith(s, StringComparison.Ordinal)) ?? anchor;

    /// <summary>The sentences and signs that one anchor can begin.</summary>
    internal sealed record Begun(Sentence[] Sentences, RelatedSign[] Related);
}
