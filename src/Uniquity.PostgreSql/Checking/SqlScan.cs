namespace Uniquity.PostgreSql.Checking;

/// <summary>Finds words and parentheses of an expression that stand outside quotes.</summary>
internal static class SqlScan
{
    /// <summary>Where a word stands outside quotes, parentheses and brackets.</summary>
    public static IEnumerable<int> WordsAtTop(string sql, string word) =>
        Bare(sql).Where(place => place.Depth == 0 && IsWord(sql, place.At, word)).Select(place => place.At);

    /// <summary>Where a word stands outside quotes, however deep.</summary>
    public static IEnumerable<int> Words(string sql, string word) => Bare(sql).Where(place => IsWord(sql, place.At, word)).Select(place => place.At);

    /// <summary>Without white space and parentheses that enclose the whole.</summary>
    public static string Unwrap(string sql)
    {
        sql = sql.Trim();
        while (sql is ['(', .., ')'] && Bare(sql).FirstOrDefault(place => sql[place.At] == ')' && place.Depth == 1).At == sql.Length - 1) sql = sql[1..^1].Trim();
        return sql;
    }

    private static bool IsWord(string sql, int at, string word) =>
        string.Compare(sql, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (at == 0 || !IsPart(sql[at - 1])) && (at + word.Length == sql.Length || !IsPart(sql[at + word.Length]));

    private static bool IsPart(char character) => char.IsLetterOrDigit(character) || char.IsSurrogate(character) || character is '_' or '$';

    /// <summary>Every character outside quotes with its depth; an opening parenthesis has that outside it, a closing one that inside.</summary>
    private static IEnumerable<(int At, int Depth)> Bare(string sql)
    {
        var depth = 0;
        var quote = '\0';
        var escapes = false;
        for (var at = 0; at < sql.Length; at++)
        {
            var character = sql[at];
            if (quote != '\0')
            {
                if (escapes && character == '\\') at++;
                else if (character == quote && at + 1 < sql.Length && sql[at + 1] == quote) at++;
                else if (character == quote) (quote, escapes) = ('\0', false);
                continue;
            }

            if (character is '\'' or '"')
            {
                quote = character;
                escapes = character == '\'' && at > 0 && sql[at - 1] is 'E' or 'e' && (at == 1 || !IsPart(sql[at - 2]));
                continue;
            }

            yield return (at, depth);
            if (character is '(' or '[') depth++;
            else if (character is ')' or ']') depth--;
        }
    }
}
