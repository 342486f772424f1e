namespace Uniquity.Sqlite.Sql;

/// <summary>What a CREATE INDEX statement says that no pragma does: the expressions of its key, and its filter.</summary>
/// <param name="Parts">The key parts as written, without collation and direction.</param>
/// <param name="Filter">The text after WHERE; <see langword="null"/> where the index covers every row.</param>
internal sealed record CreateIndexText(IReadOnlyList<string> Parts, string? Filter)
{
    /// <summary>Reads a statement of sqlite_master, which SQLite has checked: it starts with CREATE and holds ON table (…).</summary>
    public static CreateIndexText Read(string sql)
    {
        var tokens = SqlTokenizer.Tokenize(sql);
        var on = TokenList.IndexOfWord(tokens, "ON");
        var open = on + 2;
        var close = on < 0 || open >= tokens.Count ? -1 : TokenList.Closing(tokens, open);
        if (close < 0) throw new FormatException($"Bug in Uniquity: this index's statement cannot be read: {sql}");
        var parts = TokenList.SplitAtCommas([.. tokens.Skip(open + 1).Take(close - open - 1)]);
        var where = close + 1 < tokens.Count && tokens[close + 1].Is("WHERE") ? tokens.Skip(close + 2).ToList() : [];
        return new CreateIndexText(
            [.. parts.Select(part => TokenList.Text(sql, KeyPartText.WithoutOptions(part).Expression))],
            where.Count == 0 ? null : TokenList.Text(sql, where));
    }
}
