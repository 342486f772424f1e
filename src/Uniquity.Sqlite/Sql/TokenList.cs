namespace Uniquity.Sqlite.Sql;

/// <summary>What statements have in common: lists in brackets, and stretches of text.</summary>
internal static class TokenList
{
    /// <summary>The text that tokens cover, with the comments and spaces between them.</summary>
    public static string Text(string sql, IReadOnlyList<SqlToken> tokens) =>
        tokens.Count == 0 ? string.Empty : sql[tokens[0].Start..tokens[^1].End];

    /// <summary>Parts that commas outside of brackets divide.</summary>
    public static IReadOnlyList<IReadOnlyList<SqlToken>> SplitAtCommas(IReadOnlyList<SqlToken> tokens)
    {
        var parts = new List<IReadOnlyList<SqlToken>>();
        var part = new List<SqlToken>();
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += Depth(token);
            if (depth == 0 && token.Is(','))
            {
                parts.Add(part);
                part = [];
            }
            else
            {
                part.Add(token);
            }
        }

        parts.Add(part);
        return parts;
    }

    /// <summary>Where a word stands outside of brackets; -1 where it does not.</summary>
    public static int IndexOfWord(IReadOnlyList<SqlToken> tokens, string word, int from = 0)
    {
        var depth = 0;
        for (var i = from; i < tokens.Count; i++)
        {
            depth += Depth(tokens[i]);
            if (depth == 0 && tokens[i].Is(word)) return i;
        }

        return -1;
    }

    /// <summary>The place of the bracket that closes the one at a place; -1 where none does.</summary>
    public static int Closing(IReadOnlyList<SqlToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += Depth(tokens[i]);
            if (depth == 0) return i;
        }

        return -1;
    }

    /// <summary>Whether brackets and quotes all close, and no semicolon ends the statement.</summary>
    public static bool IsOneExpression(IReadOnlyList<SqlToken> tokens)
    {
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += Depth(token);
            if (depth < 0 || token.Kind == SqlTokenKind.Broken || token.Is(';')) return false;
        }

        return depth == 0 && tokens.Count > 0;
    }

    private static int Depth(SqlToken token) => token.Is('(') ? 1 : token.Is(')') ? -1 : 0;
}
