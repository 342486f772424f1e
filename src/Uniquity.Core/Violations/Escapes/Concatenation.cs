namespace Uniquity.Violations.Escapes;

/// <summary>A message that source code puts together from several literals: <c>"one " + "two"</c>.</summary>
internal static class Concatenation
{
    private const int MostBetween = 200;

    /// <summary>How long the gap between two pieces of one string is.</summary>
    /// <param name="text">The text from the quote that ends the first piece.</param>
    /// <param name="quote">That quote.</param>
    /// <returns>The length from that quote to just past the quote that begins the next piece; 0 where none follows.</returns>
    public static int Length(ReadOnlySpan<char> text, char quote)
    {
        var at = 1;
        var lines = Blank(text, ref at);
        var operators = 0;
        while (at < text.Length && text[at] is '+' or '.' or '&' or '|' or '\\' && operators < 2)
        {
            operators++;
            at++;
        }

        lines += Blank(text, ref at);

        // A prefix of Python's: f"…", b'…'.
        if (operators > 0 && at + 1 < text.Length && text[at] is 'f' or 'b' or 'u' or 'r' && text[at + 1] == quote) at++;
        if (at >= text.Length || text[at] != quote) return 0;

        // Adjacent literals are joined by C and Python without any sign; lines of a file of quoted lines are not. The former
        // are indented, and carry the space between their words.
        if (operators == 0 && !(lines == 1 && IsIndented(text, at) && HasSpace(text, at))) return 0;
        return at + 1;
    }

    private static int Blank(ReadOnlySpan<char> text, ref int at)
    {
        var lines = 0;
        var end = Math.Min(text.Length, MostBetween);
        while (at < end && text[at] is ' ' or '\t' or '\r' or '\n')
        {
            if (text[at] == '\n') lines++;
            at++;
        }

        return lines;
    }

    private static bool IsIndented(ReadOnlySpan<char> text, int at) => text[at - 1] is ' ' or '\t';

    private static bool HasSpace(ReadOnlySpan<char> text, int at) => at + 1 < text.Length && text[at + 1] == ' ';
}
