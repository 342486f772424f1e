namespace Uniquity.Violations.PostgreSql;

/// <summary>How many strings inside strings a place in a text stands in, told by what stands right before it.</summary>
internal static class StringDepth
{
    /// <summary>The depth at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where a message begins.</param>
    /// <param name="otherwise">The depth where nothing tells.</param>
    public static int At(ReadOnlySpan<char> text, int at, int otherwise)
    {
        var i = at;
        while (i > 0 && text[i - 1] == ' ')
            i--;
        if (i > 0 && text[i - 1] is '"' or '\'' && i == at)
            return DepthWithin(Backslashes(text, i - 1));

        // …\nDETAIL:  Key: the line break before the label is escaped as often as everything else.
        while (i > 0 && (char.IsLetter(text[i - 1]) || text[i - 1] is ':' or ' ' or '\u00a0') && !IsEscape(text, i - 1))
            i--;
        if (i > 1 && IsEscape(text, i - 1))
            return DepthWithin(Backslashes(text, i - 1) - 1);

        return otherwise;
    }

    private static bool IsEscape(ReadOnlySpan<char> text, int at) => text[at] is 'n' or 't' && at > 0 && text[at - 1] == '\\';

    /// <summary>How many backslashes stand right before a place.</summary>
    public static int Backslashes(ReadOnlySpan<char> text, int at)
    {
        var first = at;
        while (first > 0 && text[first - 1] == '\\')
            first--;

        return at - first;
    }

    private static int DepthWithin(int backslashes) => QuoteForm.DepthWithin(backslashes);
}
