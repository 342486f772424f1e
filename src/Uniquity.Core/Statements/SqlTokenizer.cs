using System.Text;

namespace Uniquity.Statements;

/// <summary>Cuts SQL into tokens: standard quotes, dollar quotes, E'' strings, backticks, brackets around names, comments.</summary>
internal static class SqlTokenizer
{
    public static List<SqlToken> Read(string sql)
    {
        var tokens = new List<SqlToken>();
        var at = 0;
        while (true)
        {
            at = SkipBlank(sql, at);
            if (at >= sql.Length) break;
            var token = Next(sql, at, tokens);
            tokens.Add(token);
            at = token.End;
        }

        tokens.Add(new SqlToken(SqlTokenKind.End, "", sql.Length, sql.Length));
        return tokens;
    }

    private static SqlToken Next(string sql, int at, List<SqlToken> before)
    {
        var c = sql[at];
        if (c == '\'') return Quoted(sql, at, at + 1, '\'', SqlTokenKind.Text, backslash: false);
        if ((c is 'E' or 'e') && Peek(sql, at + 1) == '\'') return Quoted(sql, at, at + 2, '\'', SqlTokenKind.Text, backslash: true);
        if ((c is 'X' or 'x') && Peek(sql, at + 1) == '\'') return Quoted(sql, at, at + 2, '\'', SqlTokenKind.Blob, backslash: false);
        if ((c is 'N' or 'n' or 'B' or 'b') && Peek(sql, at + 1) == '\'') return Quoted(sql, at, at + 2, '\'', SqlTokenKind.Text, backslash: false);
        if (c == '"') return Quoted(sql, at, at + 1, '"', SqlTokenKind.QuotedName, backslash: false);
        if (c == '`') return Quoted(sql, at, at + 1, '`', SqlTokenKind.QuotedName, backslash: false);
        if (c == '[' && !FollowsValue(before)) return Quoted(sql, at, at + 1, ']', SqlTokenKind.QuotedName, backslash: false);
        if (c == '$' && DollarTag(sql, at) is { } tag) return DollarQuoted(sql, at, tag);
        if (char.IsDigit(c) || (c == '.' && char.IsDigit(Peek(sql, at + 1)))) return Number(sql, at);
        if (char.IsLetter(c) || c == '_') return Run(sql, at, SqlTokenKind.Word, static ch => char.IsLetterOrDigit(ch) || ch is '_' or '$');
        return new SqlToken(SqlTokenKind.Symbol, sql.Substring(at, 1), at, at + 1);
    }

    // An opening bracket after a name or a closing bracket is a subscript (tags[1]), not a quoted name.
    private static bool FollowsValue(List<SqlToken> before) =>
        before.Count > 0 && (before[^1].Kind == SqlTokenKind.QuotedName
            || before[^1].IsSymbol(')') || before[^1].IsSymbol(']')
            || (before[^1].Kind == SqlTokenKind.Word && !SqlStatementReader.IsBeforeName(before[^1].Text)));

    private static SqlToken Quoted(string sql, int start, int at, char quote, SqlTokenKind kind, bool backslash)
    {
        var text = new StringBuilder();
        while (at < sql.Length)
        {
            var c = sql[at];
            if (c == quote)
            {
                if (Peek(sql, at + 1) != quote) return new SqlToken(kind, text.ToString(), start, at + 1);
                at++;
            }
            else if (backslash && c == '\\' && at + 1 < sql.Length)
            {
                c = sql[++at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other };
            }

            text.Append(c);
            at++;
        }

        return new SqlToken(kind, text.ToString(), start, sql.Length);
    }

    private static string? DollarTag(string sql, int at)
    {
        var end = at + 1;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '_')) end++;
        if (end >= sql.Length || sql[end] != '$' || char.IsDigit(sql[at + 1])) return null;
        return sql[at..(end + 1)];
    }

    private static SqlToken DollarQuoted(string sql, int at, string tag)
    {
        var start = at + tag.Length;
        var end = sql.IndexOf(tag, start, StringComparison.Ordinal);
        return end < 0
            ? new SqlToken(SqlTokenKind.Text, sql[start..], at, sql.Length)
            : new SqlToken(SqlTokenKind.Text, sql[start..end], at, end + tag.Length);
    }

    // 1.5e-3: the sign of an exponent belongs to the number; 0x1e-3 is a difference.
    private static SqlToken Number(string sql, int at)
    {
        var run = Run(sql, at, SqlTokenKind.Number, static ch => char.IsLetterOrDigit(ch) || ch is '.' or '_');
        if (run.Text[^1] is not ('e' or 'E') || run.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return run;
        if (Peek(sql, run.End) is not ('+' or '-') || !char.IsDigit(Peek(sql, run.End + 1))) return run;
        var exponent = Run(sql, run.End + 1, SqlTokenKind.Number, char.IsDigit);
        return run with { Text = sql[at..exponent.End], End = exponent.End };
    }

    private static SqlToken Run(string sql, int at, SqlTokenKind kind, Func<char, bool> belongs)
    {
        var end = at + 1;
        while (end < sql.Length && belongs(sql[end])) end++;
        return new SqlToken(kind, sql[at..end], at, end);
    }

    private static int SkipBlank(string sql, int at)
    {
        while (at < sql.Length)
        {
            if (char.IsWhiteSpace(sql[at])) at++;
            else if (sql[at] == '-' && Peek(sql, at + 1) == '-') at = LineEnd(sql, at);
            else if (sql[at] == '/' && Peek(sql, at + 1) == '*') at = CommentEnd(sql, at);
            else break;
        }

        return at;
    }

    private static int LineEnd(string sql, int at)
    {
        var end = sql.IndexOf('\n', at);
        return end < 0 ? sql.Length : end + 1;
    }

    private static int CommentEnd(string sql, int at)
    {
        var end = sql.IndexOf("*/", at + 2, StringComparison.Ordinal);
        return end < 0 ? sql.Length : end + 2;
    }

    private static char Peek(string sql, int at) => at < sql.Length ? sql[at] : '\0';
}
