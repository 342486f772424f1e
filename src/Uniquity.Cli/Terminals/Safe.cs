using System.Globalization;
using System.Text;
using Uniquity.Statements;

namespace Uniquity.Cli.Terminals;

/// <summary>Makes text from a database or a log harmless to a terminal.</summary>
/// <remarks>
/// A value may hold escape sequences that move the cursor, retitle the window or hide what stands there, and bidirectional
/// marks that reorder it. They are shown, never interpreted.
/// </remarks>
internal static class Safe
{
    /// <summary>The text on one line: line breaks and tabs are shown as <c>\n</c> and <c>\t</c>, other control characters by number.</summary>
    public static string Line(string text) => Escape(text, keepLines: false);

    /// <summary>The text with its own lines and tabs; other control characters are shown by number.</summary>
    public static string Block(string text) => Escape(text, keepLines: true);

    private static string Escape(string text, bool keepLines)
    {
        var at = 0;
        while (at < text.Length && !MustShow(text[at], keepLines)) at++;
        if (at == text.Length) return text;

        var safe = new StringBuilder(text, 0, at, text.Length + 16);
        for (; at < text.Length; at++)
        {
            if (MustShow(text[at], keepLines)) Append(safe, text[at], keepLines);
            else safe.Append(text[at]);
        }

        return safe.ToString();
    }

    private static bool MustShow(char c, bool keepLines) =>
        HiddenCharacter.Is(c) && !(keepLines && (c is '\n' or '\t'));

    private static void Append(StringBuilder safe, char c, bool keepLines)
    {
        if (keepLines && c == '\r') return;
        _ = c switch
        {
            '\n' => safe.Append(@"\n"),
            '\r' => safe.Append(@"\r"),
            '\t' => safe.Append(@"\t"),
            < '\u0100' => safe.Append(CultureInfo.InvariantCulture, $@"\x{(int)c:x2}"),
            _ => safe.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
        };
    }
}
