namespace Uniquity.Violations;

/// <summary>The small steps of reading that the parsers share.</summary>
internal static class Spans
{
    /// <summary>The text from an index on, at most so long and at most to the end of its line.</summary>
    public static ReadOnlySpan<char> LineAfter(this ReadOnlySpan<char> text, int from, int most)
    {
        var rest = text[Math.Min(from, text.Length)..Math.Min(text.Length, from + most)];
        var end = rest.IndexOfAny('\r', '\n');
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>The text up to an index, at most so long and at most back to the beginning of its line.</summary>
    public static ReadOnlySpan<char> LineBefore(this ReadOnlySpan<char> text, int to, int most)
    {
        var rest = text[Math.Max(0, to - most)..to];
        return rest[(rest.LastIndexOfAny('\r', '\n') + 1)..];
    }

    /// <summary>Whether a sentence stands where an error message does: at the beginning of a line or string, or after a colon.</summary>
    /// <remarks>In prose a word stands before it: <i>why do I get FOREIGN KEY constraint failed?</i></remarks>
    public static bool IsMessageStart(this ReadOnlySpan<char> text, int at)
    {
        var before = text[..at].TrimEnd(' ');
        return before.IsEmpty || before[^1] is ':' or '"' or '\'' or '`' or '(' or '[' or '\n' or '\r' or '\t' or ']' or ')' or '>' or '=' or '|' or '-';
    }

    /// <summary>A text as its own string, without white space at its ends; <see langword="null"/> where nothing is left.</summary>
    public static string? Name(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.IsEmpty ? null : text.ToString();
    }
}
