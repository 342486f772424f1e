using System.Text.Json;

namespace Uniquity.Cli.Masking;

/// <summary>Replaces a value in a text that repeats it.</summary>
internal static class MaskedText
{
    /// <summary>The text with the value replaced where it stands alone: not as part of a longer word or number.</summary>
    public static string Replace(string text, string value, string hash)
    {
        foreach (var form in Forms(value)) text = ReplaceForm(text, form, hash);
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

    private static string ReplaceForm(string text, string value, string hash)
    {
        for (var at = text.IndexOf(value, StringComparison.Ordinal); at >= 0; at = text.IndexOf(value, at, StringComparison.Ordinal))
        {
            if (!StandsAlone(text, at, value))
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

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
