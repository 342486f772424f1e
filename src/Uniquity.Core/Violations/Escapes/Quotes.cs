namespace Uniquity.Violations.Escapes;

/// <summary>What a quote in a text is: escaped, and how often; the beginning of a string, or its end.</summary>
internal static class Quotes
{
    /// <summary>How many layers of backslashes stand before a quote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The quote.</param>
    /// <returns>0 for a bare quote, 1 for <c>\"</c>, 2 for <c>\\\"</c>.</returns>
    /// <remarks>
    /// A quote that was escaped n times has 2^n - 1 backslashes of its own; those of a literal backslash before it come in
    /// multiples of 2^n. So n is the number of ones at the end of the count's binary form.
    /// </remarks>
    public static int Level(ReadOnlySpan<char> text, int at) => int.TrailingZeroCount(~Backslashes(text, at));

    /// <summary>How many backslashes stand right before a character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The character.</param>
    /// <returns>Their number.</returns>
    public static int Backslashes(ReadOnlySpan<char> text, int at)
    {
        var first = at;
        while (first > 0 && text[first - 1] == '\\') first--;
        return at - first;
    }

    /// <summary>Whether a bare quote can begin a string: nothing that ends a word stands before it, content after it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The quote.</param>
    /// <returns>Whether it can.</returns>
    public static bool Opens(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length || text[at + 1] is ' ' or ')' or ',' or ';' or ']' or '}' or '\r' or '\n') return false;
        if (at == 0 || text[at - 1] is ' ' or '\t' or '\r' or '\n' or ':' or ',' or '[' or '{' or '(' or '=' or '>' or '|' or '+' or '@' or '<')
        {
            return true;
        }

        // Python's b'…', u'…', f"…"; a quote inside another kind of quotes; the string of an outer string.
        if (text[at - 1] is 'b' or 'u' or 'f' or 'r') return at == 1 || !char.IsLetterOrDigit(text[at - 2]);
        return text[at - 1] is '"' or '\'' or '`' or '\\' && text[at - 1] != text[at];
    }

    /// <summary>Whether a bare quote can end a string: content stands before it, no word after it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The quote.</param>
    /// <returns>Whether it can.</returns>
    public static bool Closes(ReadOnlySpan<char> text, int at)
    {
        if (at == 0 || text[at - 1] is '(' or '=' or ':' or '[' or '{' or '\\') return false;
        return at + 1 >= text.Length || !(char.IsLetterOrDigit(text[at + 1]) || text[at + 1] == '_');
    }
}
