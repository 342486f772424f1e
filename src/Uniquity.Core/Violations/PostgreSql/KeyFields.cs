namespace Uniquity.Violations.PostgreSql;

/// <summary>Splits the left side of a DETAIL, <c>lower((email)::text), tenant_id</c>, into the parts of the key.</summary>
internal static class KeyFields
{
    /// <summary>The parts, in the order of the index; a quoted column without its quotes, an expression as printed.</summary>
    /// <param name="fields">The left side.</param>
    /// <param name="parts">Where they are added.</param>
    public static void Split(ReadOnlySpan<char> fields, List<string> parts)
    {
        var depth = 0;
        var start = 0;
        var quote = '\0';
        for (var i = 0; i < fields.Length; i++)
        {
            var c = fields[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;
            else if (c is '(' or '[')
                depth++;
            else if (c is ')' or ']')
                depth--;
            else if (c == ',' && depth == 0)
            {
                parts.Add(Name(fields[start..i]));
                start = i + 1;
            }
        }

        parts.Add(Name(fields[start..]));
    }

    private static string Name(ReadOnlySpan<char> part)
    {
        part = part.Trim();
        if (part.Length > 2 && part[0] == '"' && part[^1] == '"' && IsOneIdentifier(part[1..^1]))
            return part[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal);

        return part.ToString();
    }

    // "a" || "b" begins and ends with a quotation mark, too: inside one identifier they stand in pairs.
    private static bool IsOneIdentifier(ReadOnlySpan<char> inner)
    {
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '"')
                continue;
            if (++i >= inner.Length || inner[i] != '"')
                return false;
        }

        return true;
    }
}
