namespace Uniquity.Violations.Escapes;

/// <summary>A field of a CSV file, in which a quote is written twice.</summary>
internal static class DoubledQuotes
{
    /// <summary>Removes the layer, up to the quote that ends the field that holds the anchor.</summary>
    /// <param name="text">The buffer, from just inside the field.</param>
    /// <param name="quote">The field's quote.</param>
    public static void Unescape(ref Unescaping text, char quote)
    {
        while (true)
        {
            var rest = text.Rest;
            var next = rest.IndexOf(quote);
            if (next < 0)
            {
                text.Keep(rest.Length);
                return;
            }

            text.Keep(next);
            if (next + 1 < rest.Length && rest[next + 1] == quote) text.Replace(2, quote);
            else if (text.IsPastAnchor) return;
            else text.Keep(1);
        }
    }
}
