namespace Uniquity.Violations.MongoDb;

/// <summary>Quotes in all the ways in which texts inside texts spell them: bare, behind backslashes, <c>\u0022</c>, <c>&amp;quot;</c>.</summary>
internal static class QuoteMarks
{
    private static readonly string[] Spellings = ["u0022", "u0027", "&quot;", "&#34;", "&#39;", "&#x27;", "&#x22;"];

    /// <summary>Leaves out the quotes and blanks at the end of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text before them.</returns>
    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        while (true)
        {
            text = text.TrimEnd(" \t\"'`\\");
            var length = text.Length;
            foreach (var spelling in Spellings)
            {
                if (text.EndsWith(spelling)) text = text[..^spelling.Length];
            }

            if (text.Length == length) return text;
        }
    }

    /// <summary>Passes over the quotes at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The place.</param>
    public static void Skip(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length)
        {
            var before = at;
            while (at < text.Length && text[at] is '"' or '\'' or '`' or '\\') at++;
            foreach (var spelling in Spellings)
            {
                if (text[at..].StartsWith(spelling)) at += spelling.Length;
            }

            if (at == before) return;
        }
    }
}
