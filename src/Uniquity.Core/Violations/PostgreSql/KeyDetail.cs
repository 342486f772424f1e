using System.Runtime.InteropServices;

namespace Uniquity.Violations.PostgreSql;

/// <summary>The key in a DETAIL, <c>(email)=(x)</c>, found in a text but not yet taken apart.</summary>
/// <param name="FieldsStart">Just past the bracket that opens the fields.</param>
/// <param name="Separator">Where <c>)=(</c> stands.</param>
/// <param name="ValuesEnd">The bracket that closes the values, or where the text is cut.</param>
/// <param name="Start">Where the phrase begins.</param>
/// <param name="End">Just past what follows the key.</param>
/// <param name="Meaning">What is said of the key.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeyDetail(int FieldsStart, int Separator, int ValuesEnd, int Start, int End, DetailMeaning Meaning)
{
    /// <summary>What stands between the names and the values of a key, in every language.</summary>
    public const string Mark = ")=(";

    // A key of a btree holds a third of a page; escapes blow it up.
    private const int LongestValues = 16 * 1024;
    private const int LongestFields = 2 * 1024;
    private const int LongestUnknown = 512;

    /// <summary>Reads the key around a mark.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, int separator, int limit, out KeyDetail detail)
    {
        detail = default;
        var open = OpeningBracket(text, separator);
        if (open < 0)
            return false;

        var values = separator + Mark.Length;
        var end = Math.Min(Math.Min(text.Length, limit), values + LongestValues);
        var before = BeforeKey(text, open);
        if (EndsWithWord(text[..before], "Key"))
        {
            // A string of its own, "detail": "Key (…", ends where its quote does.
            if (OpeningQuote(text, open) is { } quote)
                end = StringEnd(text, values, end, quote);

            detail = Close(text, open, separator, values, end, DetailPhrase.English) with { Start = before - 3 };
            return true;
        }

        // Without a word that some language has before a key, only what follows soon can tell.
        if (!HasKnownWord(text[..before]))
            end = Math.Min(end, values + LongestUnknown);

        detail = Close(text, open, separator, values, end, DetailPhrase.Localised, text[..before]) with { Start = open };
        return true;
    }

    private static bool HasKnownWord(ReadOnlySpan<char> before)
    {
        foreach (var phrase in DetailPhrase.Localised)
        {
            if (phrase.Before.Length > 0 && before.EndsWith(phrase.Before, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static KeyDetail Close(
        ReadOnlySpan<char> text, int open, int separator, int values, int end, IReadOnlyList<DetailPhrase> phrases,
        ReadOnlySpan<char> before = default)
    {
        var first = default(KeyDetail);
        for (var i = values; i < end; i++)
        {
            var step = text[i..end].IndexOf(')');
            if (step < 0)
                break;

            i += step;
            if (Phrase(text, i, end, phrases, before, out var after) is not { } phrase)
                continue;

            var detail = new KeyDetail(open + 1, separator, i, open, after, phrase.Meaning);
            if (phrase.Meaning == DetailMeaning.Other ? !ClosesAgain(text, after, end) : DetailMayEnd(text, after, end))
                return detail;
            if (phrase.Meaning == DetailMeaning.Other)
                continue;

            if (first.End == 0)
            {
                // The same words once more on this line only: another line is another report.
                first = detail;
                end = LineEnd(text, i, end);
            }
        }

        if (first.End != 0)
            return first;

        var cut = CutEnd(text, open, values, end, isKnownLanguage: before.IsEmpty);
        return new KeyDetail(open + 1, separator, cut, open, cut, DetailMeaning.Unknown);
    }

    private static DetailPhrase? Phrase(
        ReadOnlySpan<char> text, int bracket, int end, IReadOnlyList<DetailPhrase> phrases, ReadOnlySpan<char> before, out int after)
    {
        var word = SkipMarks(text, bracket + 1, end);
        for (var i = 0; i < phrases.Count; i++)
        {
            var phrase = phrases[i];
            after = word;
            if (phrase.After.Length > 0 && (word >= end || text[word] != phrase.After[0]))
                continue;
            if (!before.IsEmpty && phrase.Before.Length > 0 && !before.EndsWith(phrase.Before, StringComparison.Ordinal))
                continue;
            if (phrase.After.Length == 0)
            {
                if (word < end && text[word] == '.' && bracket + 1 == word)
                    return phrase;
            }
            else if (MessageWords.TryMatch(text, word, phrase.After, out after) && after <= end)
            {
                return phrase;
            }
        }

        after = bracket;
        return null;
    }

    /// <summary>Whether a DETAIL can be over at a place, so that the same words inside a value do not end it.</summary>
    private static bool DetailMayEnd(ReadOnlySpan<char> text, int at, int end)
    {
        if (at < text.Length && text[at] is '.' or '。')
            at++;
        if (at >= end || at >= text.Length)
            return true;
        if (ClosesAgain(text, at, end) || GoesOnBelow(text, at, end))
            return false;
        if (text[at] == ')')
            return !MessageWords.TryMatch(text, SkipMarks(text, at + 1, end), "already exists", out _)
                && !MessageWords.TryMatch(text, SkipMarks(text, at + 1, end), "is duplicated", out _);
        if (text[at] != ' ')
            return !char.IsLetterOrDigit(text[at]);

        // After the sentence comes a label, a bracket, a dash, or another sentence; in the middle of a value, more of the value.
        while (at < end && text[at] == ' ')
            at++;

        return at >= end || text[at] is not ('.' or '!' or '?' or ';') && !char.IsAsciiLetterLower(text[at]);
    }

    // The rest of the line ends another time as a DETAIL does, and no label says that it is another DETAIL.
    private static bool ClosesAgain(ReadOnlySpan<char> text, int at, int end)
    {
        var line = text[at..LineEnd(text, at, end)].TrimEnd();
        return (line.EndsWith(") already exists.", StringComparison.Ordinal) || line.EndsWith(") is duplicated.", StringComparison.Ordinal))
            && !(line.Contains("uplicate key v", StringComparison.Ordinal) && line.Contains("DETAIL:", StringComparison.OrdinalIgnoreCase));
    }

    // A server log puts a tab before the further lines of a value; stack traces have tabs, too, but do not end a DETAIL.
    private static bool GoesOnBelow(ReadOnlySpan<char> text, int at, int end)
    {
        if (at < end && text[at] == '\r')
            at++;

        while (at + 1 < end && text[at] == '\n' && text[at + 1] == '\t')
        {
            var next = LineEnd(text, at + 1, end);
            if (text[(at + 1)..next].Contains(") already exists", StringComparison.Ordinal) || text[(at + 1)..next].Contains(") is duplicated", StringComparison.Ordinal))
                return true;

            at = next;
        }

        return false;
    }

    // A value that is cut ends with its line, or with the string that holds it; in a language that is not known, a value
    // that is not cut ends with the last bracket.
    private static int CutEnd(ReadOnlySpan<char> text, int open, int values, int end, bool isKnownLanguage)
    {
        var cut = LineEnd(text, values, end);
        if (isKnownLanguage && OpeningQuote(text, open) is { } quote)
        {
            var close = text[values..cut].IndexOf(quote, StringComparison.Ordinal);
            return close < 0 ? cut : values + close;
        }

        var bracket = isKnownLanguage ? -1 : text[values..cut].LastIndexOf(')');
        return bracket >= 0 ? values + bracket : cut;
    }

    // The first quote that has as many backslashes as the one that opened, but for those of an escaped backslash before it.
    private static int StringEnd(ReadOnlySpan<char> text, int values, int end, string quote)
    {
        var level = quote.Length - 1;
        for (var i = values; i < end; i++)
        {
            if (text[i] == '\n')
                return end;
            if (level == 0 && text[i] == quote[0] && i + 1 < end && text[i + 1] == quote[0])
                i++;
            else if (text[i] == quote[^1] && StringDepth.Backslashes(text, i) % (2 * (level + 1)) == level)
                return i - level;
        }

        return end;
    }

    // The quote before "Key (", with its backslashes.
    private static string? OpeningQuote(ReadOnlySpan<char> text, int open)
    {
        var at = open - "Key ".Length;
        if (at < 1 || text[at - 1] is not ('"' or '\''))
            return null;

        var first = at - 1;
        while (first > 0 && text[first - 1] == '\\')
            first--;

        return text[first..at].ToString();
    }

    private static int LineEnd(ReadOnlySpan<char> text, int at, int end)
    {
        var next = text[at..end].IndexOf('\n');
        return next < 0 ? end : at + next;
    }

    private static int OpeningBracket(ReadOnlySpan<char> text, int separator)
    {
        var depth = 1;
        for (var i = separator - 1; i >= Math.Max(0, separator - LongestFields); i--)
        {
            switch (text[i])
            {
                case ')':
                    depth++;
                    break;
                case '(' when --depth == 0:
                    return i;
                case '\n' or '{' or '}':
                    return -1;
                case '\'' or '"':
                    // An expression's string literal, or a quoted column, may hold a bracket.
                    var opening = text[..i].LastIndexOf(text[i]);
                    i = opening > separator - LongestFields && opening >= 0 ? opening : i;
                    break;
            }
        }

        return -1;
    }

    private static int BeforeKey(ReadOnlySpan<char> text, int open)
    {
        while (open > 0 && IsMark(text[open - 1]))
            open--;

        return open;
    }

    private static int SkipMarks(ReadOnlySpan<char> text, int at, int end)
    {
        while (at < end)
        {
            if (IsMark(text[at]))
                at++;
            else if (text[at..].StartsWith("&quot;", StringComparison.Ordinal))
                at += "&quot;".Length;
            else
                break;
        }

        return at;
    }

    private static bool IsMark(char c) => c is ' ' or '"' or '\\' or '«' or '»' or '\u00a0' or '\u202f' or '“' or '”' or '„' or '「' or '」';

    private static bool EndsWithWord(ReadOnlySpan<char> text, string word)
        => text.EndsWith(word, StringComparison.Ordinal)
            && (text.Length == word.Length || !char.IsLetter(text[^(word.Length + 1)]) || IsEscapedBreak(text[..^word.Length]));

    private static bool IsEscapedBreak(ReadOnlySpan<char> text)
        => text.Length >= 2 && text[^1] is 'n' or 't' && text[^2] == '\\';
}
