using System.Buffers;

namespace Uniquity.Violations.Escapes;

/// <summary>The outermost layer of escapes around an anchor.</summary>
/// <param name="Kind">How it is escaped; <see cref="EscapeKind.None"/> where it is not.</param>
/// <param name="Start">Where the string that holds the anchor begins, just inside its quote.</param>
/// <param name="Quote">The quote that ends it; <c>'\0'</c> where it is not known.</param>
internal readonly record struct EscapeLayer(EscapeKind Kind, int Start, char Quote)
{
    /// <summary>How far after the anchor a sign of escaping is looked for.</summary>
    private const int Sight = 4 * 1024;

    /// <summary>How long a string that ends may be after the anchor.</summary>
    private const int Longest = 16 * 1024;

    /// <summary>How far before the anchor a string that holds it may begin.</summary>
    private const int Behind = 2 * 1024;

    /// <summary>How much before the anchor is peeled where the string's beginning is not in sight.</summary>
    private const int Unknown = 256;

    /// <summary>How much is peeled of one that does not end: what keeps anchors in an endless string cheap.</summary>
    private const int Endless = 4 * 1024;

    private static readonly SearchValues<char> Signs = SearchValues.Create("\"'`\\&\n");

    /// <summary>The kinds of bare quotes that stand between the anchor and a sign.</summary>
    [Flags]
    private enum Seen
    {
        Nothing = 0,
        Double = 1,
        Single = 2,
        Back = 4,
    }

    private static EscapeLayer None => default;

    /// <summary>Recognises the layer by the first sign after the anchor that settles it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The anchor.</param>
    /// <returns>The layer.</returns>
    /// <remarks>
    /// The signs: a quote with backslashes before it; a JSON escape of a quote or bracket; a literal <c>\n</c> before another
    /// line of the message; the quote that ends a string that began before the anchor; a doubled quote; an HTML entity.
    /// </remarks>
    public static EscapeLayer Around(ReadOnlySpan<char> text, int at)
    {
        if (CsvField.Opening(text, at, Behind, Sight) is >= 0 and var field) return new(EscapeKind.Doubled, field + 1, '"');
        var end = Math.Min(text.Length, at + Sight);
        var newLines = 0;
        var seen = Seen.Nothing;
        var inOwnQuotes = false;
        for (var i = at; i < end; i++)
        {
            var next = text[i..end].IndexOfAny(Signs);
            if (next < 0) break;
            i += next;
            switch (text[i])
            {
                case '\n':
                    if (++newLines == 2) return None;
                    break;
                case '&':
                    // An entity inside the message's own quotes is what it quotes, unless the message stands in markup.
                    if (HtmlEntities.Begins(text[i..]) && (!inOwnQuotes || HtmlEntities.IsMarkup(text[LineStart(text, at)..at]))) return new(EscapeKind.Html, LineStart(text, at), '\0');
                    break;
                case '\\':
                    var after = i + 1;
                    while (after < text.Length && text[after] == '\\') after++;
                    if (after == text.Length) return None;
                    var escaped = text[after] is '"' or '\'' or '`'
                        ? EscapedQuote(text, at, after, seen)
                        : newLines == 0 && !inOwnQuotes ? EscapedCharacter(text, at, after, seen) : None;
                    if (escaped.Kind != EscapeKind.None) return escaped;
                    i = after - 1;
                    break;
                default:
                    // Only the first bare quote of a kind can end the string; later ones belong to what the text quotes.
                    var quote = Bit(text[i]);
                    if ((seen & quote) == Seen.Nothing && newLines == 0 && Enclosed(text, at, i) is { Kind: not EscapeKind.None } enclosed) return enclosed;
                    seen |= quote;
                    if (quote == Seen.Double) inOwnQuotes = !inOwnQuotes;
                    break;
            }
        }

        return None;
    }

    /// <summary>Where the layer ends: just past the quote, the tag or the line that ends it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The anchor.</param>
    /// <returns>The index past the last character that is to be unescaped.</returns>
    public int EndIn(ReadOnlySpan<char> text, int at)
    {
        var sight = text[..Math.Min(text.Length, at + Longest)];
        for (var from = at; from < sight.Length;)
        {
            var found = Kind == EscapeKind.Html ? sight[from..].IndexOf("</") : sight[from..].IndexOf(Quote == '\0' ? '\n' : Quote);
            if (found < 0) break;
            var end = from + found;
            if (Kind == EscapeKind.Html || Quote == '\0') return end + 1;
            if (Kind == EscapeKind.Doubled)
            {
                if (end + 1 == sight.Length || sight[end + 1] != Quote) return end + 1;
                from = end + 2;
            }
            else if (Quotes.Level(sight, end) > 0)
            {
                from = end + 1;
            }
            else if (Concatenation.Length(sight[end..], Quote) is > 0 and var gap)
            {
                from = end + gap;
            }
            else
            {
                return end + 1;
            }
        }

        return Math.Min(text.Length, at + Endless);
    }

    /// <summary>A quote behind backslashes; where bare ones of its kind stand before it, it is the message's own escape.</summary>
    private static EscapeLayer EscapedQuote(ReadOnlySpan<char> text, int at, int quote, Seen seen) =>
        Quotes.Level(text, quote) > 0 && (seen & Bit(text[quote])) == Seen.Nothing ? Inside(text, at, text[quote]) : None;

    /// <summary>Another character behind backslashes.</summary>
    private static EscapeLayer EscapedCharacter(ReadOnlySpan<char> text, int at, int character, Seen seen)
    {
        switch (text[character])
        {
            case 'u' when text[character..] is ['u', '0', '0', '2' or '3', '2' or '6' or '7' or 'c' or 'C' or 'e' or 'E', ..]:
                return (seen & Seen.Double) == Seen.Nothing ? Inside(text, at, '"') : None;
            case 'n' or 'r' when !(character + 1 < text.Length && char.IsAsciiLetterLower(text[character + 1])):
                return OpeningQuote(text, at) is >= 0 and var opening
                    ? new(EscapeKind.Backslash, opening + 1, text[opening])
                    : new(EscapeKind.Backslash, LineStart(text, at), '\0');
            default:
                return None;
        }
    }

    /// <summary>A bare quote after the anchor, which may end the string that holds it.</summary>
    private static EscapeLayer Enclosed(ReadOnlySpan<char> text, int at, int closing)
    {
        var quote = text[closing];
        var opening = BareBefore(text, at, quote);
        if (opening < 0 || !Quotes.Opens(text, opening)) return None;
        if (quote == '"' && closing + 1 < text.Length && text[closing + 1] == quote) return Doubled(text, opening, closing);
        var ends = Concatenation.Length(text[closing..], quote) > 0 || (text[closing - 1] is not (' ' or '\t') && Quotes.Closes(text, closing));
        return ends ? new(EscapeKind.Backslash, opening + 1, quote) : None;
    }

    /// <summary>A field of a CSV file begins after a comma or a line's start; a quoted empty string does not look like that.</summary>
    private static EscapeLayer Doubled(ReadOnlySpan<char> text, int opening, int closing)
    {
        var isField = opening == 0 || text[opening - 1] is ',' or ';' or '\t' or '\n';
        var hasWord = closing + 2 < text.Length && text[closing + 2] is not (' ' or ',' or '\r' or '\n');
        return isField && hasWord ? new(EscapeKind.Doubled, opening + 1, text[opening]) : None;
    }

    private static EscapeLayer Inside(ReadOnlySpan<char> text, int at, char quote)
    {
        var opening = BareBefore(text, at, quote);
        return new(EscapeKind.Backslash, opening < 0 ? Math.Max(LineStart(text, at), at - Unknown) : opening + 1, quote);
    }

    private static Seen Bit(char quote) => quote switch { '"' => Seen.Double, '\'' => Seen.Single, _ => Seen.Back };

    private static int OpeningQuote(ReadOnlySpan<char> text, int at)
    {
        var nearest = -1;
        foreach (var quote in "\"'`")
        {
            var opening = BareBefore(text, at, quote);
            if (opening > nearest && Quotes.Opens(text, opening)) nearest = opening;
        }

        return nearest;
    }

    /// <summary>The nearest quote on the anchor's line before it that no backslash escapes; -1 where there is none.</summary>
    private static int BareBefore(ReadOnlySpan<char> text, int at, char quote)
    {
        var start = LineStart(text, at);
        var before = at;
        while (true)
        {
            before = text[start..before].LastIndexOf(quote);
            if (before < 0) return -1;
            before += start;
            if (Quotes.Level(text, before) == 0) return before;
        }
    }

    /// <summary>Where the anchor's line begins, or what is near of it.</summary>
    private static int LineStart(ReadOnlySpan<char> text, int at)
    {
        var start = Math.Max(0, at - Behind);
        return text[start..at].LastIndexOf('\n') + 1 + start;
    }
}
