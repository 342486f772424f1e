using Uniquity.Duplicates;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Duplicates;

/// <summary>Takes the differences out of a key part that a person wants to count as none.</summary>
internal static class FoldedPart
{
    /// <summary>The part to group by.</summary>
    /// <param name="part">The part.</param>
    /// <param name="fold">What to fold; only text is.</param>
    /// <param name="caseCollation">The collation that knows the upper case of every letter, where the database's own does not.</param>
    public static PartSql Of(PartSql part, Folding fold, string? caseCollation)
    {
        if (fold == Folding.None || !part.Collatable) return part with { Text = part.Collated, Collation = null };
        var text = SqlText.Of($"{part.Text}::text");
        // NFKC turns the spaces of Unicode into plain ones, so it goes first.
        if (fold.HasFlag(Folding.Unicode)) text = SqlText.Of($"normalize({text}, NFKC)");
        if (fold.HasFlag(Folding.Space)) text = SqlText.Of($"btrim(regexp_replace({text}, '\\s+', ' ', 'g'))");
        if (fold.HasFlag(Folding.Case) || part.FoldsCase)
            text = caseCollation is null ? SqlText.Of($"lower({text})") : SqlText.Of($"lower({text} COLLATE {SqlText.Raw(caseCollation)})");
        if (part.Collation is { } collation) text = SqlText.Of($"({text}) COLLATE {SqlText.Raw(collation)}");
        return part with { Text = text, Type = "text", Equal = "=", Collation = null, FoldsCase = false, Hash = "hashtext" };
    }
}
