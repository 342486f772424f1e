using System.Globalization;
using System.Text;

namespace Uniquity.Violations.Escapes;

/// <summary>The escapes that JSON, JavaScript, Python, Ruby, Go, Java, C# and C have in common.</summary>
internal static class BackslashEscapes
{
    /// <summary>Removes one layer, up to the quote that ends the string that holds the anchor.</summary>
    /// <param name="text">The buffer, from just inside the string.</param>
    /// <param name="quote">The string's quote; <c>'\0'</c> where it is not known, and the line's end ends the string.</param>
    public static void Unescape(ref Unescaping text, char quote)
    {
        var end = quote == '\0' ? '\n' : quote;
        while (true)
        {
            var rest = text.Rest;
            var next = rest.IndexOfAny('\\', end);
            if (next < 0)
            {
                text.Keep(rest.Length);
                return;
            }

            text.Keep(next);
            rest = rest[next..];
            if (rest[0] == '\\') UnescapeOne(ref text, rest);
            else if (!text.IsPastAnchor) text.Keep(1);
            else if (quote != '\0' && Concatenation.Length(rest, quote) is > 0 and var gap) text.Skip(gap);
            else return;
        }
    }

    private static void UnescapeOne(ref Unescaping text, ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2)
        {
            text.Keep(1);
            return;
        }

        switch (rest[1])
        {
            case 'n': text.Replace(2, '\n'); break;
            case 't': text.Replace(2, '\t'); break;
            case 'r': text.Replace(2, '\r'); break;
            case 'b': text.Replace(2, '\b'); break;
            case 'f': text.Replace(2, '\f'); break;
            case 'u' when rest.Length > 2 && rest[2] == '{': Braced(ref text, rest); break;
            case 'u': Hex(ref text, rest, 4); break;
            case 'U': Hex(ref text, rest, 8); break;
            case 'x': Hex(ref text, rest, 2); break;
            case '\\' or '"' or '\'' or '/' or '`' or '$' or '#': text.Replace(2, rest[1]); break;
            default: text.Keep(2); break;
        }
    }

    /// <summary>Ruby's and JavaScript's <c>\u{1F600}</c>.</summary>
    private static void Braced(ref Unescaping text, ReadOnlySpan<char> rest)
    {
        var digits = rest[3..Math.Min(rest.Length, 10)].IndexOf('}');
        if (digits <= 0 || !TryPut(ref text, rest.Slice(3, digits), digits + 4)) text.Keep(2);
    }

    private static void Hex(ref Unescaping text, ReadOnlySpan<char> rest, int digits)
    {
        if (rest.Length < 2 + digits || !TryPut(ref text, rest.Slice(2, digits), 2 + digits)) text.Keep(2);
    }

    private static bool TryPut(ref Unescaping text, ReadOnlySpan<char> digits, int length)
    {
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        if (value is >= 0 and <= char.MaxValue)
        {
            text.Replace(length, (char)value);
            return true;
        }

        if (!Rune.TryCreate(value, out var rune)) return false;
        Span<char> pair = stackalloc char[2];
        rune.EncodeToUtf16(pair);
        text.Replace(length - 1, pair[0]);
        text.Replace(1, pair[1]);
        return true;
    }
}
