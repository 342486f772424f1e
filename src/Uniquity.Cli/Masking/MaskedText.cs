using System.Text.Json;

namespace Uniquity.Cli.Masking;

/// <summary>Replaces a value in a text that repeats it.</summary>
internal static class MaskedText
{
    // A value of so many letters also stands as a word, or as a count, in sentences that say nothing of it.
    private const int ShortestSure = 3;
    private const string Quotes = "'\"`";

    /// <summary>The text with the value replaced where it stands alone: not as part of a longer word or number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value.</param>
    /// <param name="hash">What is put in its place.</param>
    /// <param name="isProse">Whether the text is a sentence of ours, whose words must not be taken for the value.</param>
    public static string Replace(string text, string value, string hash, bool isProse)
    {
        var onlyAsValue = value.Length <= ShortestSure || (isProse && value.AsSpan().IndexOfAnyExceptInRange('a', 'z') < 0);
        foreach (var form in Forms(value)) text = ReplaceForm(text, form, hash, onlyAsValue);
        return text;
    }

    /// <summary>Whether a key part is the column, or an expression over it.</summary>
    public static bool Mentions(string part, string column)
    {
        for (var at = part.IndexOf(column, StringComparison.Ordinal); at >= 0; at = part.IndexOf(column, at + 1, StringComparison.Ordinal))
        {
            if (column.Length > 0 && StandsAlone(part, at, column)) return true;
        }

        return false;
    }

    /// <summary>As it stands, as a SQL literal doubles its quotes, as JSON escapes it.</summary>
    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        if (value.Contains('\'')) yield return value.Replace("'", "''", StringComparison.Ordinal);
        var json = JsonEncodedText.Encode(value).ToString();
        if (json != value) yield return json;
    }

    private static string ReplaceForm(string text, string value, string hash, bool onlyAsValue)
    {
        for (var at = text.IndexOf(value, StringComparison.Ordinal); at >= 0; at = text.IndexOf(value, at, StringComparison.Ordinal))
        {
            if (!StandsAlone(text, at, value) || (onlyAsValue && !StandsAsValue(text, at, at + value.Length)))
            {
                at++;
                continue;
            }

            text = string.Concat(text.AsSpan(0, at), hash, text.AsSpan(at + value.Length));
            at += hash.Length;
        }

        return text;
    }

    private static bool StandsAlone(string text, int at, string value)
    {
        var end = at + value.Length;
        return !(at > 0 && IsWord(text[at - 1]) && IsWord(value[0])) && !(end < text.Length && IsWord(text[end]) && IsWord(value[^1]));
    }

    /// <summary>
    /// Whether a place is one where sentences, SQL and JSON put a value, not a word: in quotes, or behind a sign (or an "is")
    /// and before the end of a phrase.
    /// </summary>
    private static bool StandsAsValue(string text, int at, int end)
    {
        var before = text.AsSpan(0, at);
        var after = end < text.Length ? text[end] : '\n';
        if (before.Length > 0 && Quotes.Contains(before[^1])) return after == before[^1] || after == '\t';
        if (before.Length > 0 && before[^1] == '\t') return after is '\t' or '"' or '\n';

        // Unquoted, only a number is a literal; letters are a name or a word.
        if (!char.IsAsciiDigit(text[end - 1])) return false;
        var ends = after is ')' or ']' or '}' or ',' or ';' or '.' or ':' or '\n' or '\r';
        before = before.TrimEnd(' ');
        if (before.EndsWith("=", StringComparison.Ordinal) || before.EndsWith("<>", StringComparison.Ordinal)) return ends || after == ' ';
        return ends && (before.EndsWith(" is", StringComparison.Ordinal) || (before.Length > 0 && before[^1] is '(' or '[' or ',' or ':'));
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
