namespace Uniquity.Violations.PostgreSql;

/// <summary>
/// Compares a message with a text word by word: a line break, its escape, or the seam of two concatenated source strings
/// may stand where the message has a space.
/// </summary>
internal static class MessageWords
{
    /// <summary>Whether the words stand at a place, and where they end.</summary>
    public static bool TryMatch(ReadOnlySpan<char> text, int at, string words, out int end)
    {
        end = at;
        if (at < 0 || at > text.Length)
            return false;

        if (text[at..].StartsWith(words, StringComparison.Ordinal))
        {
            end = at + words.Length;
            return true;
        }

        var i = at;
        for (var w = 0; w < words.Length; w++)
        {
            if (words[w] == ' ')
            {
                var next = SkipGap(text, i);
                if (next == i)
                    return false;

                i = next;
            }
            else if (i < text.Length && text[i] == words[w])
            {
                i++;
            }
            else
            {
                return false;
            }
        }

        end = i;
        return true;
    }

    /// <summary>Skips white space, escaped line breaks, and seams such as <c>" + "</c>.</summary>
    public static int SkipGap(ReadOnlySpan<char> text, int at)
    {
        var i = SkipBlank(text, at);
        if (i < text.Length && text[i] is '"' or '\'')
        {
            var seam = SkipBlank(text, i + 1);
            if (seam < text.Length && text[seam] is '+' or '.' or '&')
            {
                seam = SkipBlank(text, seam + 1);
                if (seam < text.Length && text[seam] == text[i])
                    return SkipBlank(text, seam + 1);
            }
        }

        return i;
    }

    private static int SkipBlank(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length)
        {
            if (char.IsWhiteSpace(text[i]))
                i++;
            else if (text[i] == '\\' && EscapedBlank(text, i) is var width and > 0)
                i += width;
            else
                break;
        }

        return i;
    }

    private static int EscapedBlank(ReadOnlySpan<char> text, int i)
    {
        var letter = i;
        while (letter < text.Length && letter - i < 8 && text[letter] == '\\')
            letter++;

        return letter < text.Length && text[letter] is 'n' or 'r' or 't' ? letter + 1 - i : 0;
    }
}
