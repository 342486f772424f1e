using System.Globalization;

namespace Uniquity.Violations.Escapes;

/// <summary>Text out of a web page: an error page's source, an issue copied as HTML.</summary>
internal static class HtmlEntities
{
    private const int LongestEntity = 10;

    /// <summary>Whether an entity that only escaping makes begins here.</summary>
    /// <param name="text">The text from its ampersand.</param>
    /// <returns>Whether it is a quote's, a bracket's or an ampersand's.</returns>
    public static bool Begins(ReadOnlySpan<char> text) => TryRead(text, out _, out _);

    /// <summary>Whether a tag stands in a text.</summary>
    /// <param name="text">The text before the message.</param>
    /// <returns>Whether it is markup.</returns>
    public static bool IsMarkup(ReadOnlySpan<char> text)
    {
        var end = text.LastIndexOf('>');
        var begin = end < 0 ? -1 : text[..end].LastIndexOf('<');
        return begin >= 0 && (char.IsAsciiLetter(text[begin + 1]) || text[begin + 1] == '/' || text[begin + 1] == '!');
    }

    /// <summary>Removes the layer, up to the tag that ends the element that holds the anchor.</summary>
    /// <param name="text">The buffer.</param>
    public static void Unescape(ref Unescaping text)
    {
        while (true)
        {
            var rest = text.Rest;
            var next = rest.IndexOfAny('&', '<');
            if (next < 0)
            {
                text.Keep(rest.Length);
                return;
            }

            text.Keep(next);
            rest = rest[next..];
            if (rest[0] == '&')
            {
                if (TryRead(rest, out var character, out var length)) text.Replace(length, character);
                else text.Keep(1);
            }
            else if (LineBreak(rest) is > 0 and var length)
            {
                text.Replace(length, '\n');
            }
            else if (text.IsPastAnchor && rest is "<" or ['<', '/', ..])
            {
                return;
            }
            else
            {
                text.Keep(1);
            }
        }
    }

    private static int LineBreak(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("<br", StringComparison.OrdinalIgnoreCase)) return 0;
        var end = text[..Math.Min(text.Length, LongestEntity)].IndexOf('>');
        return end + 1;
    }

    private static bool TryRead(ReadOnlySpan<char> text, out char character, out int length)
    {
        character = '\0';
        length = text[..Math.Min(text.Length, LongestEntity)].IndexOf(';') + 1;
        if (length < 4) return false;
        var name = text[1..(length - 1)];
        if (name[0] != '#')
        {
            character = name switch { "quot" => '"', "apos" => '\'', "amp" => '&', "lt" => '<', "gt" => '>', "nbsp" => ' ', _ => '\0' };
            return character != '\0';
        }

        var hexadecimal = name[1] is 'x' or 'X';
        var digits = name[(hexadecimal ? 2 : 1)..];
        var style = hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!ushort.TryParse(digits, style, CultureInfo.InvariantCulture, out var value)) return false;
        character = (char)value;
        return true;
    }
}
