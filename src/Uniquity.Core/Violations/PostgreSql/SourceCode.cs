namespace Uniquity.Violations.PostgreSql;

/// <summary>Recognises a line of a program or a manual that only speaks about an error.</summary>
internal static class SourceCode
{
    private const int Sight = 160;

    private static readonly string[] s_words =
    [
        "==", "!=", "=~", "if (", "if(", "elif ", "catch (", "catch(", "when (", "WHEN ", "case ", "switch", "expect(", "assert", "should",
        "const ", "let ", "var ", "return ", "=> {", "Equals(", "equals(", "includes(", "contains(", "Contains(", "indexOf(", "LIKE ", "toThrow",
        "pattern match", "RAISE ", "ERRCODE", "errcode", "is {", "is PostgresException", "static ", "public ", "private ", "def ", "func ", "fn ",
        "`code", "`SQLSTATE", "throw new",
    ];

    /// <summary>Whether what stands before a place on its line is code or a comment.</summary>
    public static bool Surrounds(ReadOnlySpan<char> text, int at)
    {
        var line = text[Math.Max(0, at - Sight)..at];
        var start = line.LastIndexOf('\n');
        if (start >= 0)
            line = line[(start + 1)..];

        if (IsComment(line.TrimStart()))
            return true;

        foreach (var word in s_words)
        {
            if (line.Contains(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool IsComment(ReadOnlySpan<char> line)
        => line.StartsWith("// ", StringComparison.Ordinal)
            || line.StartsWith("-- ", StringComparison.Ordinal)
            || line.StartsWith("/*", StringComparison.Ordinal)
            || line.StartsWith("# ", StringComparison.Ordinal);

    /// <summary>Whether a message at a place is the operand of a comparison: <c>message.includes('duplicate key…</c>.</summary>
    public static bool Compares(ReadOnlySpan<char> text, int at)
    {
        var i = at;
        while (i > 0 && at - i < 24 && text[i - 1] is '"' or '\'' or '`' or '\\' or '%' or '/' or ' ' or ':' or 'p' or 'q' or 'E' or 'R' or 'O')
            i--;

        var before = text[..i];
        foreach (var word in (ReadOnlySpan<string>)["==", "=~", "!=", "includes(", "contains(", "Contains(", "indexOf(", "equals(", "Equals(", "strpos(", "match(", "LIKE", "toThrow(", "startsWith(", "HasPrefix("])
        {
            if (before.EndsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
