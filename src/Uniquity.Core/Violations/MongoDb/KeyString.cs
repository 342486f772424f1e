using System.Buffers;
using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.MongoDb;

/// <summary>Finds the end of a string inside a key, and gives its content.</summary>
/// <remarks>
/// MongoDB prints strings between double quotes, and older servers do not escape the quotes inside. So a quote ends the
/// string only where what follows goes on as a key does, and the braces inside the string prefer to be balanced: that is
/// how a message about another index inside the value stays inside.
/// </remarks>
internal static class KeyString
{
    /// <summary>How well what follows a quote looks like the rest of a key.</summary>
    private enum Sign
    {
        None,
        Weak,
        Strong,
    }

    /// <summary>How far past a possible end a better one is looked for.</summary>
    private const int Doubt = 4 * 1024;

    private const int LongestField = 256;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("[]'|#%&+!?@");
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(":{}(),\"<>=;\\\n");

    /// <summary>Finds the quote that ends a string of a printed key.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Just past the quote that begins the string.</param>
    /// <param name="isQuoted">Whether the message itself stands between bare double quotes, as C# prints it.</param>
    /// <param name="isSpaced">Whether the key is printed as the server does, with a blank before its closing brace.</param>
    /// <returns>Where the quote stands; -1 where the text ends first.</returns>
    public static int End(ReadOnlySpan<char> text, int start, bool isQuoted, bool isSpaced)
    {
        var first = -1;
        var weak = -1;
        var isClosed = false;
        var escaped = -1;
        var braces = 0;
        var limit = text.Length;
        for (var i = start; i < limit; i++)
        {
            var next = text[i..limit].IndexOfAny('"', '{', '}');
            if (next < 0) break;
            i += next;
            if (text[i] != '"')
            {
                braces += text[i] == '{' ? 1 : -1;
                continue;
            }

            var sign = GoesOn(text, i + 1, isQuoted && first >= 0, isSpaced);
            if (sign == Sign.None)
            {
            }
            else if (Quotes.Backslashes(text[start..], i - start) % 2 != 0)
            {
                if (escaped < 0) escaped = i;
            }
            else if (sign == Sign.Weak)
            {
                if (weak >= 0) continue;
                weak = i;
                isClosed = braces == 0 && IsClosed(text[(i + 1)..].TrimStart("}"));
                limit = Math.Min(limit, i + Doubt);
            }
            else if (braces == 0)
            {
                return i;
            }
            else if (first < 0)
            {
                first = i;
                limit = text[start..i].Contains('\n') ? Math.Min(limit, i + Doubt) : LineEnd(text, i);
            }
        }

        if (weak >= 0 && (first < 0 || (isClosed && !EndsLine(text, first)))) return weak;
        return first >= 0 ? first : escaped;
    }

    /// <summary>Finds the quote that ends a string of a nested value, or of a driver's own print.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Just past the quote that begins the string.</param>
    /// <param name="quote">That quote.</param>
    /// <returns>Where the quote stands; -1 where the text ends first.</returns>
    public static int SimpleEnd(ReadOnlySpan<char> text, int start, char quote)
    {
        for (var i = start; i < text.Length; i++)
        {
            var next = text[i..].IndexOf(quote);
            if (next < 0) return -1;
            i += next;
            if (Quotes.Backslashes(text[start..], i - start) % 2 != 0) continue;
            var after = i + 1;
            WrappedText.SkipBlank(text, ref after);
            if (after >= text.Length || text[after] is ',' or '}' or ']' or ')' or ':' or '=' or ';') return i;
        }

        return -1;
    }

    /// <summary>Finds the end of a string in a CSV field, where every quote is written twice.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Just past the two quotes that begin the string.</param>
    /// <returns>Where the two quotes stand that end it; -1 where this is no such string.</returns>
    public static int DoubledEnd(ReadOnlySpan<char> text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            var next = text[i..].IndexOf('"');
            if (next < 0) return -1;
            i += next;
            var run = text[i..].IndexOfAnyExcept('"');
            if (run < 0) run = text.Length - i;
            if (run % 2 != 0) return -1;
            if (GoesOn(text, i + run, mustBeQuoted: false, isSpaced: false) != Sign.None) return i + run - 2;
            i += run - 1;
        }

        return -1;
    }

    /// <summary>A string's content, without the backslashes that newer servers put before quotes.</summary>
    /// <param name="content">What stands between the quotes.</param>
    /// <param name="quote">The quotes.</param>
    /// <returns>The content. Without an escaped quote in it nothing shows that the server escapes, and it stays as printed.</returns>
    public static string Content(ReadOnlySpan<char> content, char quote)
    {
        var isEscaped = false;
        for (var i = 0; i + 1 < content.Length && !isEscaped; i++)
        {
            var next = content[i..].IndexOf('\\');
            if (next < 0 || i + next + 1 >= content.Length) break;
            i += next;
            isEscaped = content[i + 1] == quote;
            if (content[i + 1] == '\\') i++;
        }

        return isEscaped ? Unescape(content) : content.ToString();
    }

    private static string Unescape(ReadOnlySpan<char> content)
    {
        var kept = new char[content.Length];
        var length = 0;
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\' && i + 1 < content.Length && content[i + 1] is '\\' or '"' or '\'' or '`') i++;
            kept[length++] = content[i];
        }

        return new string(kept, 0, length);
    }

    /// <summary>Whether the text after a quote is the rest of a key: its brace, or a comma and the next part's name.</summary>
    private static Sign GoesOn(ReadOnlySpan<char> text, int at, bool mustBeQuoted, bool isSpaced)
    {
        var asServer = text[at..].StartsWith(" }");
        WrappedText.SkipBlank(text, ref at);
        if (at >= text.Length) return Sign.Strong;
        if (text[at] == '}')
        {
            at++;
            if (!mustBeQuoted) return (isSpaced && !asServer) || (at < text.Length && IsWord(text[at])) ? Sign.Weak : Sign.Strong;
            WrappedText.SkipBlank(text, ref at);
            return at < text.Length && text[at] == '"' ? Sign.Strong : Sign.None;
        }

        if (text[at] != ',' || mustBeQuoted) return Sign.None;
        at++;
        if (isSpaced && at < text.Length && !char.IsWhiteSpace(text[at])) return Sign.None;
        WrappedText.SkipBlank(text, ref at);
        var name = text[at..Math.Min(text.Length, at + LongestField)];
        if (name is ['"', ..])
        {
            var close = name[1..].IndexOf('"') + 1;
            return close > 0 && name[(close + 1)..].TrimStart('"').TrimStart() is [':' or '=', ..] ? Sign.Strong : Sign.None;
        }

        var colon = name.IndexOfAny(NameEnds);
        if (colon < 0 || name[colon] != ':') return Sign.None;

        // The server prints a blank after the colon, and either all parts have names or none.
        if (isSpaced && (colon + 1 >= name.Length || !char.IsWhiteSpace(name[colon + 1]))) return Sign.None;
        return name[..colon].ContainsAny(NotInNames) ? Sign.None : Sign.Strong;
    }

    /// <summary>Whether the line ends with the brace after a quote.</summary>
    private static bool EndsLine(ReadOnlySpan<char> text, int quote) => text[(quote + 1)..] is [' ', '}'] or [' ', '}', '\r' or '\n', ..];

    /// <summary>Whether a message ends here: its own quote, and no word behind that.</summary>
    private static bool IsClosed(ReadOnlySpan<char> text) => text is ['"' or '\''] or ['"' or '\'', ' ' or ',' or '}' or ')' or ']' or ';' or '.' or '\r' or '\n', ..];

    /// <summary>No message goes on with these right behind its closing brace.</summary>
    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character is '#' or '_' or '$' or '@' or '%' or '{' or '=';

    private static int LineEnd(ReadOnlySpan<char> text, int at)
    {
        var window = text[at..Math.Min(text.Length, at + Doubt)];
        var end = window.IndexOf('\n');
        return at + (end < 0 ? window.Length : end);
    }
}
