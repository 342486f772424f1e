using Uniquity.Indexes;

namespace Uniquity.Sqlite.Sql;

/// <summary>Key parts in statements.</summary>
internal static class KeyPartSql
{
    /// <summary>The value of a part: a quoted column, or an expression in brackets where it needs them.</summary>
    public static string Value(KeyPart part) =>
        !part.Expression ? SqliteName.Quote(part.Part) : IsClosed(part.Part) ? part.Part : $"({Closable(part.Part)})";

    /// <summary>The part as it is compared: its value, with the collation where that is not the column's own.</summary>
    public static string Compared(KeyPart part) =>
        part.Collation is { } collation ? $"{Value(part)} COLLATE {SqliteName.Quote(collation)}" : Value(part);

    /// <summary>A filter in brackets.</summary>
    public static string Filter(string filter) => $"({Closable(filter)})";

    /// <summary>A comment at the end of an expression must not swallow the bracket behind it.</summary>
    private static string Closable(string expression) =>
        expression.Contains("--", StringComparison.Ordinal) ? expression + "\n" : expression;

    /// <summary>Whether an expression is one call or one pair of brackets: <c>lower(email)</c>.</summary>
    private static bool IsClosed(string expression)
    {
        var tokens = SqlTokenizer.Tokenize(expression);
        var open = tokens.Count > 0 && tokens[0].Kind == SqlTokenKind.Word ? 1 : 0;
        return tokens.Count > open && tokens[open].Is('(') && TokenList.Closing(tokens, open) == tokens.Count - 1
            && tokens[^1].End == expression.Length;
    }
}
