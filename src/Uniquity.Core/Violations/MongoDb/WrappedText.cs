namespace Uniquity.Violations.MongoDb;

/// <summary>Reads the fixed words of a message that a terminal, a mail program or a log may have broken into lines anywhere.</summary>
internal static class WrappedText
{
    private const char Escape = '\u001b';
    private const int LongestColour = 12;

    /// <summary>Passes over blanks and line breaks, with a mail's quote sign after a break, and colours of a terminal.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where to begin; afterwards the next other character, or the end.</param>
    public static void SkipBlank(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length)
        {
            if (text[at] is > ' ' and < '\x7F' and not '>') return; // nearly always
            if (char.IsWhiteSpace(text[at]) || (text[at] == '>' && at > 0 && text[at - 1] == '\n')) at++;
            else if (text[at] == Escape && Colour(text, at) is > 0 and var length) at += length;
            else return;
        }
    }

    /// <summary>Passes back over a terminal's colour that stands before a place: <c>code: ␛[33m11000</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The place; moved to where the colour begins, if one stands there.</param>
    public static void SkipColourBack(ReadOnlySpan<char> text, ref int at)
    {
        if (at < 2 || text[at - 1] != 'm') return;
        var start = at - 2;
        while (start > 0 && (char.IsAsciiDigit(text[start]) || text[start] == ';')) start--;
        if (text[start] != '[') return;
        at = start > 0 && text[start - 1] == Escape ? start - 1 : start;
    }

    private static int Colour(ReadOnlySpan<char> text, int at)
    {
        var end = text[at..Math.Min(text.Length, at + LongestColour)].IndexOf('m');
        return end + 1;
    }

    /// <summary>Passes over words, in any case, with or without blanks and line breaks inside and between them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where they should begin, blanks before them aside; moved past them only if they stand there.</param>
    /// <param name="words">The words in lower case, without blanks.</param>
    /// <returns>Whether they stand there.</returns>
    public static bool TryPass(ReadOnlySpan<char> text, ref int at, ReadOnlySpan<char> words)
    {
        var next = at;
        foreach (var letter in words)
        {
            SkipBlank(text, ref next);
            if (next >= text.Length || char.ToLowerInvariant(text[next]) != letter) return false;
            next++;
        }

        at = next;
        return true;
    }

    /// <summary>Whether words stand at a place, as <see cref="TryPass"/> reads them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where they should begin.</param>
    /// <param name="words">The words in lower case, without blanks.</param>
    /// <returns>Whether they stand there.</returns>
    public static bool StandsAt(ReadOnlySpan<char> text, int at, ReadOnlySpan<char> words) => TryPass(text, ref at, words);

    /// <summary>A name or a value without the line breaks that cut it.</summary>
    /// <param name="text">The text as printed.</param>
    /// <returns>The text on one line: where the break stood between two words' characters nothing is left of it, else a blank.</returns>
    public static string Unwrap(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (!text.ContainsAny('\n', '\r')) return text.ToString();
        var kept = new char[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r'))
            {
                kept[length++] = text[i];
                continue;
            }

            SkipBlank(text, ref i);
            while (length > 0 && kept[length - 1] is ' ' or '\t') length--;
            // A colour code can be all that follows the break.
            if (i >= text.Length) break;
            if (length > 0 && kept[length - 1] is ',' or '{' or '[' || text[i] is '}' or ']') kept[length++] = ' ';
            i--;
        }

        return new string(kept, 0, length);
    }
}
