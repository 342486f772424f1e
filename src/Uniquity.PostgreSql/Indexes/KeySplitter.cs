namespace Uniquity.PostgreSql.Indexes;

/// <summary>Splits a typed key at the commas that stand between its parts.</summary>
internal static class KeySplitter
{
    /// <summary>The parts, trimmed, empty ones too; commas inside quotes, parentheses and brackets belong to a part.</summary>
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
                yield return key[start..at].Trim();
                start = at + 1;
            }
        }

        yield return key[start..].Trim();
    }
}
