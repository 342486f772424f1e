namespace Uniquity.Sqlite.Sql;

/// <summary>One part of a key as written: <c>expression [COLLATE name] [ASC | DESC]</c>.</summary>
/// <param name="Expression">The tokens before the options.</param>
/// <param name="Collation">The collation named.</param>
/// <param name="Descending">Whether DESC stands there.</param>
internal sealed record KeyPartText(IReadOnlyList<SqlToken> Expression, string? Collation, bool Descending)
{
    /// <summary>Takes the options off the end.</summary>
    public static KeyPartText WithoutOptions(IReadOnlyList<SqlToken> tokens)
    {
        var end = tokens.Count;
        var descending = end > 1 && tokens[end - 1].Is("DESC");
        if (descending || (end > 1 && tokens[end - 1].Is("ASC"))) end--;
        string? collation = null;
        if (end > 2 && tokens[end - 2].Is("COLLATE"))
        {
            collation = tokens[end - 1].Name;
            end -= 2;
        }

        return new KeyPartText([.. tokens.Take(end)], collation, descending);
    }
}
