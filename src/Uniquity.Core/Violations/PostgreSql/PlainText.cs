using System.Globalization;
using System.Net;
using System.Text;

namespace Uniquity.Violations.PostgreSql;

/// <summary>Takes the escape layers off a piece of text.</summary>
internal static class PlainText
{
    /// <summary>The piece as it was before the strings around it escaped it.</summary>
    public static string Of(ReadOnlySpan<char> raw, int depth, TextEncoding encoding = TextEncoding.None)
    {
        var text = raw.ToString();
        for (var layer = 0; layer < depth && text.Contains('\\', StringComparison.Ordinal); layer++)
            text = WithoutBackslashes(text);

        return encoding switch
        {
            TextEncoding.Html when text.Contains('&', StringComparison.Ordinal)
                => WebUtility.HtmlDecode(WebUtility.HtmlDecode(text)),
            TextEncoding.Doubled => text.Replace("\"\"", "\"", StringComparison.Ordinal),
            _ => text,
        };
    }

    private static string WithoutBackslashes(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] is 'u' && TryHex(text, i + 1, 4, out var unit))
            {
                plain.Append(unit);
                i += 4;
            }
            else if (text[i] is 'x' && TryHex(text, i + 1, 2, out unit))
            {
                plain.Append(unit);
                i += 2;
            }
            else
            {
                plain.Append(text[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', '0' => '\0', var c => c });
            }
        }

        return plain.ToString();
    }

    private static bool TryHex(string text, int start, int count, out char unit)
    {
        unit = '\0';
        if (start + count > text.Length
            || !ushort.TryParse(text.AsSpan(start, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
