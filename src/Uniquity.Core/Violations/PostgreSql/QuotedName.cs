namespace Uniquity.Violations.PostgreSql;

/// <summary>The name of a constraint, index or table as a message quotes it.</summary>
/// <param name="Name">The name, escape layers removed.</param>
/// <param name="End">The index just past the closing mark.</param>
/// <param name="Form">How it was quoted.</param>
internal readonly record struct QuotedName(string Name, int End, QuoteForm Form)
{
    // A name holds 63 bytes at most; three layers of escapes may blow up each character.
    private const int LongestName = 400;
    private const int MostBytes = 63;

    /// <summary>Reads a quoted name.</summary>
    /// <remarks>
    /// PostgreSQL does not escape a quotation mark inside a name (<c>"we"ird"</c>), so the mark that closes is the first
    /// after which the message can be over.
    /// </remarks>
    public static bool TryRead(ReadOnlySpan<char> text, int at, out QuotedName name)
    {
        name = default;
        if (QuoteForm.At(text, at) is not { } form)
            return false;

        // Prose in code spans: `could not create unique index` and `is duplicated`.
        var start = at + form.Open.Length;
        if (start < text.Length && text[start] == ' ')
            return false;

        var last = Math.Min(text.Length, start + LongestName);
        var close = -1;
        for (var from = start; from < last;)
        {
            var next = text[from..last].IndexOf(form.Close, StringComparison.Ordinal);
            if (next < 0)
                break;

            next += from;
            if (next > start)
                close = close < 0 ? next : close;
            if (next > start && (next - start) >> form.Depth <= MostBytes && MessageMayEnd(text, next + form.Close.Length))
            {
                close = form.Depth == 0 && form.Close == "\"" ? LastOfLine(text, at, start, next) : next;
                break;
            }

            from = next + 1;
        }

        if (close < 0)
            return false;

        var plain = PlainText.Of(text[start..close], form.Depth, form.Encoding);
        name = new QuotedName(WithoutLineBreaks(plain), close + form.Close.Length, form);
        return true;
    }

    /// <summary>Reads a name that lost its quotation marks: it ends the message, and looks like no word.</summary>
    public static bool TryReadBare(ReadOnlySpan<char> text, int at, out QuotedName name)
    {
        name = default;
        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_'))
            end++;

        var word = text[Math.Min(at, end)..end];
        if (!word.Contains('_') || end < text.Length && text[end] is not ('\'' or '"' or '`' or '\n' or '\r' or '\\' or '.' or ',' or ')'))
            return false;

        name = new QuotedName(word.ToString(), end, QuoteForm.None);
        return true;
    }

    // In a message that nothing quotes, the mark that ends its line closes the name, whatever the name holds: x" (a)=(b.
    private static int LastOfLine(ReadOnlySpan<char> text, int open, int start, int close)
    {
        var line = text[close..Math.Min(text.Length, start + MostBytes + 2)];
        var end = line.IndexOfAny('\n', '\r');
        if (end < 0 && close + line.Length < text.Length)
            return close;

        line = end < 0 ? line : line[..end];
        var isInString = text.LineBefore(open, LongestName).Count('"') % 2 != 0;
        return line.Length > 2 && line[^1] == '"' && line.Count('"') % 2 == 0 && !isInString && !line.Contains("DETAIL:", StringComparison.Ordinal)
            ? close + line.Length - 1
            : close;
    }

    private static bool MessageMayEnd(ReadOnlySpan<char> text, int at)
        => text[Math.Min(at, text.Length)..].StartsWith("DETAIL:", StringComparison.Ordinal) || at >= text.Length || !(char.IsLetterOrDigit(text[at]) && text[at] < '\u0250' || text[at] is '_' or '-' or '$' or '%');

    // A terminal or a mail program may have wrapped the line inside the name.
    private static string WithoutLineBreaks(string name)
    {
        var cut = name.AsSpan().IndexOfAny('\n', '\r');
        return cut < 0 ? name : string.Concat(name.AsSpan(0, cut), name.AsSpan(cut).TrimStart());
    }
}
