namespace Uniquity.Sqlite.Sql;

/// <summary>Takes SQLite's language apart into tokens, without comments and white space.</summary>
/// <remarks>
/// The rules are those of SQLite's own tokenizer (https://www.sqlite.org/syntax.html): four ways to quote, two kinds of
/// comment, and any character above U+007F is part of a word. Linear in the text; never throws.
/// </remarks>
internal static class SqlTokenizer
{
    /// <summary>The tokens of a text, in their order.</summary>
    public static IReadOnlyList<SqlToken> Tokenize(string sql)
    {
        var tokens = new List<SqlToken>();
        var at = 0;
        while (true)
        {
            at = SkipSpace(sql, at, out var open);
            if (open) tokens.Add(new SqlToken(SqlTokenKind.Broken, "/*", at));
            if (open || at >= sql.Length) return tokens;
            var token = Next(sql, at);
            tokens.Add(token);
            at = token.End;
        }
    }

    private static SqlToken Next(string sql, int at)
    {
        var (kind, end) = sql[at] switch
        {
            '\'' => (SqlTokenKind.Text, Quoted(sql, at, '\'')),
            '"' => (SqlTokenKind.QuotedName, Quoted(sql, at, '"')),
            '`' => (SqlTokenKind.QuotedName, Quoted(sql, at, '`')),
            '[' => (SqlTokenKind.QuotedName, sql.IndexOf(']', at) + 1),
            'x' or 'X' when at + 1 < sql.Length && sql[at + 1] == '\'' => (SqlTokenKind.Text, Quoted(sql, at + 1, '\'')),
            '?' or ':' or '@' or '$' or '#' => (SqlTokenKind.Parameter, Word(sql, at + 1)),
            >= '0' and <= '9' => (SqlTokenKind.Number, Number(sql, at)),
            '.' when at + 1 < sql.Length && char.IsAsciiDigit(sql[at + 1]) => (SqlTokenKind.Number, Number(sql, at)),
            var c when IsWord(c) => (SqlTokenKind.Word, Word(sql, at)),
            _ => (SqlTokenKind.Symbol, Symbol(sql, at)),
        };
        return end <= at
            ? new SqlToken(SqlTokenKind.Broken, sql[at..], at)
            : new SqlToken(kind, sql[at..end], at);
    }

    private static int SkipSpace(string sql, int at, out bool open)
    {
        open = false;
        while (at < sql.Length)
        {
            if (char.IsWhiteSpace(sql[at]) && sql[at] < 0x80)
            {
                at++;
            }
            else if (At(sql, at, "--"))
            {
                var line = sql.IndexOf('\n', at);
                at = line < 0 ? sql.Length : line + 1;
            }
            else if (At(sql, at, "/*"))
            {
                var close = sql.IndexOf("*/", at + 2, StringComparison.Ordinal);
                open = close < 0;
                if (open) return at;
                at = close + 2;
            }
            else
            {
                return at;
            }
        }

        return at;
    }

    /// <summary>The end of a quoted text, with a doubled quote as part of it; 0 where it is never closed.</summary>
    private static int Quoted(string sql, int open, char quote)
    {
        for (var i = open + 1; i < sql.Length; i++)
        {
            if (sql[i] != quote) continue;
            if (i + 1 < sql.Length && sql[i + 1] == quote) i++;
            else return i + 1;
        }

        return 0;
    }

    private static int Word(string sql, int at)
    {
        while (at < sql.Length && IsWord(sql[at])) at++;
        return at;
    }

    private static int Number(string sql, int at)
    {
        while (at < sql.Length && (IsWord(sql[at]) || sql[at] == '.' || IsExponentSign(sql, at))) at++;
        return at;
    }

    private static bool IsExponentSign(string sql, int at) =>
        sql[at] is '+' or '-' && sql[at - 1] is 'e' or 'E' && at + 1 < sql.Length && char.IsAsciiDigit(sql[at + 1]);

    private static int Symbol(string sql, int at)
    {
        ReadOnlySpan<string> pairs = ["||", "->", "<<", ">>", "<=", ">=", "<>", "==", "!="];
        foreach (var pair in pairs)
        {
            if (At(sql, at, pair)) return At(sql, at, "->>") ? at + 3 : at + 2;
        }

        return at + 1;
    }

    private static bool At(string sql, int at, string text) => string.CompareOrdinal(sql, at, text, 0, text.Length) == 0;

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || c >= 0x80;
}
