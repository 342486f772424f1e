namespace Uniquity.PostgreSql.Indexes;

/// <summary>Splits a typed key at the commas that stand between its parts.</summary>
internal static class KeySplitter
{
    /// <summary>The parts, trimmed; commas inside quotes, parentheses and brackets belong to a part.</summary>
    public static IEnumerable<string> Split(string key)
    {
        var depth = 0;
        var quote = '\0';
        var start = 0;
        for (var at = 0; at < key.Length; at++)
        {
            var character = key[at];
            if (quote != '\0')
            {
                // A doubled quote closes and opens again: the same outcome.
                if (character == quote) quote = '\0';
            }
            else if (character is '\'' or '"')
            {
                quote = character;
            }
            else if (character is '(' or '[')
            {
                depth++;
            }
            else if (character is ')' or ']')
            {
                depth--;
            }
            else if (character == ',' && depth == 0)
            {
                if (key[start..at].Trim() is { Length: > 0 } part) yield return part;
                start = at + 1;
            }
        }

        if (key[start..].Trim() is { Length: > 0 } last) yield return last;
    }
}
