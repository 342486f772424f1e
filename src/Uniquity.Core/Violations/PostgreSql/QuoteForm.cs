namespace Uniquity.Violations.PostgreSql;

/// <summary>
/// How a quotation mark is written in a text: plain, typographic (localised messages), or escaped by the strings around it.
/// What opens a name also tells how deep in strings the name stands, and so how to write it plainly.
/// </summary>
/// <param name="Open">The characters that open.</param>
/// <param name="Close">The characters that close.</param>
/// <param name="Depth">How many layers of backslash escapes the mark stands under.</param>
/// <param name="Encoding">The layer that is not made of backslashes.</param>
internal sealed record QuoteForm(string Open, string Close, int Depth, TextEncoding Encoding = TextEncoding.None)
{
    /// <summary>Longest first, so that a plain mark does not win over the escape that ends in it.</summary>
    private static readonly QuoteForm[] s_forms =
    [
        new("&amp;quot;", "&amp;quot;", 0, TextEncoding.Html),
        new("\\\\\\\\u0022", "\\\\\\\\u0022", 3),
        new("\\\\u0022", "\\\\u0022", 2),
        new("\\\\\\\\\\\\\\\"", "\\\\\\\\\\\\\\\"", 3),
        new("\\\\\\\"", "\\\\\\\"", 2),
        new("\\\\\"", "\\\\\"", 2),
        new("\\u0022", "\\u0022", 1),
        new("\\\"", "\\\"", 1),
        new("\\'", "\\'", 1),
        new("\\u00ab\\u00a0", "\\u00a0\\u00bb", 1),
        new("\\u00ab ", " \\u00bb", 1),
        new("\\u00ab", "\\u00bb", 1),
        new("\\u00bb", "\\u00ab", 1),
        new("&quot;", "&quot;", 0, TextEncoding.Html),
        new("&#34;", "&#34;", 0, TextEncoding.Html),
        new("&#x22;", "&#x22;", 0, TextEncoding.Html),
        new("&#39;", "&#39;", 0, TextEncoding.Html),
        new("&laquo; ", " &raquo;", 0, TextEncoding.Html),
        new("\"\"\"\"", "\"\"\"\"", 0, TextEncoding.Doubled),
        new("\"\"", "\"\"", 0, TextEncoding.Doubled),
        new("\"", "\"", 0),
        new("''", "''", 0, TextEncoding.Doubled),
        new("'", "'", 0),
        new("`", "`", 0),
        new("« ", " »", 0),
        new("«\u00a0", "\u00a0»", 0),
        new("«\u202f", "\u202f»", 0),
        new("«", "»", 0),
        new("»", "«", 0),
        new("„", "”", 0),
        new("„", "“", 0),
        new("“", "”", 0),
        new("「", "」", 0),
        new("『", "』", 0),
        new("‹", "›", 0),

        // « and » in texts that went through another encoding.
        new("Â« ", " Â»", 0),
        new("Â«", "Â»", 0),
        new("Â»", "Â«", 0),
        new(">>", "<<", 0),
        new("<<", ">>", 0),
        new("?", "?", 0),
        new("\ufffd", "\ufffd", 0),
    ];

    /// <summary>No mark at all.</summary>
    public static QuoteForm None { get; } = new(string.Empty, string.Empty, 0);

    /// <summary>The form that opens at a place; <see langword="null"/> where no quotation mark stands there.</summary>
    public static QuoteForm? At(ReadOnlySpan<char> text, int index)
    {
        if (index >= text.Length || !MayOpen(text[index]))
            return null;

        var rest = text[index..];
        foreach (var form in s_forms)
        {
            if (rest.StartsWith(form.Open, StringComparison.Ordinal) && form.Fits(rest))
                return form;
        }

        return null;
    }

    /// <summary>How many layers of backslash escapes stand over text that a mark with so many backslashes encloses.</summary>
    public static int DepthWithin(int backslashes)
        => backslashes switch { 0 => 1, 1 or 2 => 2, <= 4 => 3, _ => 4 };

    // „ closes in German with “ and in Polish with ”: the one that follows decides.
    private bool Fits(ReadOnlySpan<char> rest)
        => Open[0] != '„' || rest[..Math.Min(rest.Length, 300)].Contains(Close, StringComparison.Ordinal);

    private static bool MayOpen(char c) => c is '"' or '\\' or '\'' or '&' or '`' or '<' or '>' or '?' or > '\u007f';
}
