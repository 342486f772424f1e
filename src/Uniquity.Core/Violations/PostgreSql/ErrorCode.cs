namespace Uniquity.Violations.PostgreSql;

/// <summary>Tells a SQLSTATE in an error's own field from the same five characters in prose, code, amounts and ids.</summary>
internal static class ErrorCode
{
    private const int LongestLabel = 40;

    private static readonly string[] s_severities =
        ["ERROR", "FATAL", "PANIC", "FEHLER", "ERREUR", "ERRO", "ERRORE", "BŁĄD", "HATA", "FEL", "CHYBA", "ОШИБКА", "ПОМИЛКА", "შეცდომა", "오류", "错误", "錯誤", "エラー"];

    /// <summary>Whether the code at a place is what an error says of itself.</summary>
    public static bool IsOfError(ReadOnlySpan<char> text, int at, int length)
    {
        if (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '_') && !IsRustVariant(text, at))
            return false;

        var after = at + length;
        if (after < text.Length && (char.IsLetterOrDigit(text[after]) || text[after] is '_' or '%'))
            return false;
        if (after + 1 < text.Length && text[after] is '.' or ',' && char.IsDigit(text[after + 1]))
            return false;

        return CsvLogRecord.Holds(text, at, length) || (IsLabelled(text, at, after) || IsBracketed(text, at, after) || IsSeverity(text, at, after)) && !SourceCode.Surrounds(text, at);
    }

    // tokio-postgres: code: SqlState(E23505)
    private static bool IsRustVariant(ReadOnlySpan<char> text, int at)
        => text[at - 1] == 'E' && text[..(at - 1)].EndsWith("SqlState(", StringComparison.Ordinal);

    private static bool IsLabelled(ReadOnlySpan<char> text, int at, int after)
    {
        if (at > 0 && text[at - 1] == 'E')
            return true;

        var i = at;
        while (i > 0 && text[i - 1] is '"' or '\'' or '`' or '\\' or ' ' or '(' or '\t' or '[')
            i--;

        // Rust: Some("23505"), Borrowed("23505")
        while (i > 0 && char.IsAsciiLetter(text[i - 1]) && i < at && text[i] == '(')
        {
            while (i > 0 && char.IsAsciiLetter(text[i - 1]))
                i--;
            while (i > 0 && text[i - 1] is ' ' or '(')
                i--;
        }

        if (i == 0 || text[i - 1] is not (':' or '=' or '>'))
            return false;

        var sign = i - 1;
        var spaced = i < at && text[i] == ' ';
        if (text[sign] == '>')
        {
            // Ruby, PHP, Perl: "code" => "23505"
            if (sign == 0 || text[sign - 1] != '=')
                return false;

            sign--;
        }
        else if (text[sign] == '=' && sign > 0 && text[sign - 1] is '=' or '!' or '<' or '>' or ':')
        {
            return false;
        }

        var end = sign;
        while (end > 0 && text[end - 1] is ' ' or '"' or '\'' or '\\' or ']' or '\t')
            end--;

        var start = end;
        while (start > 0 && end - start < LongestLabel && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-' or '.' or '@'))
            start--;

        var label = text[start..end];
        if (text[sign] == '=' && spaced && label.Contains('.'))
            return false;

        return IsCodeName(label) || IsCodeName(WithWordBefore(text, start, end));
    }

    /// <summary>Labels of two words: <c>SQL state: 23505</c>, <c>Database error code: 23505</c>.</summary>
    private static ReadOnlySpan<char> WithWordBefore(ReadOnlySpan<char> text, int start, int end)
    {
        var i = start;
        while (i > 0 && text[i - 1] == ' ')
            i--;
        while (i > 0 && start - i < LongestLabel && char.IsAsciiLetter(text[i - 1]))
            i--;

        return text[i..end];
    }

    private static bool IsCodeName(ReadOnlySpan<char> label)
    {
        var dot = label.LastIndexOf('.');
        if (dot >= 0)
            label = label[(dot + 1)..];

        return label.EndsWith("code", StringComparison.OrdinalIgnoreCase)
            || label.EndsWith("state", StringComparison.OrdinalIgnoreCase)
            || label.EndsWith("number", StringComparison.OrdinalIgnoreCase)
            || label.EndsWith("errno", StringComparison.OrdinalIgnoreCase)
            || label.Equals("SQL State", StringComparison.OrdinalIgnoreCase)
            || label.Equals("SQL Error", StringComparison.OrdinalIgnoreCase)
            || label.Equals("C", StringComparison.Ordinal);
    }

    private static bool IsBracketed(ReadOnlySpan<char> text, int at, int after)
    {
        var before = text[..at];
        if (before.EndsWith("SQLSTATE[", StringComparison.OrdinalIgnoreCase) || before.EndsWith("SQL Error [", StringComparison.OrdinalIgnoreCase))
            return true;
        if (before.EndsWith("SQLSTATE ", StringComparison.OrdinalIgnoreCase) || before.EndsWith("SqlState: ", StringComparison.OrdinalIgnoreCase))
        {
            var word = at - "SQLSTATE ".Length;
            return word > 0 && text[word - 1] is '(' or '[' || StandsAlone(text, after);
        }

        return false;
    }

    // ERROR 23505 (unique_violation), ERROR:  23505: …, PostgresException (0x80004005): 23505: …
    private static bool IsSeverity(ReadOnlySpan<char> text, int at, int after)
    {
        var i = at;
        while (i > 0 && text[i - 1] is ' ' or ':')
            i--;
        if (i == at || !EndsWithSeverity(text[..i]))
            return false;

        return StandsAlone(text, after) || text[after] is ':' or ',' || text[i] == ':' || text[after..].StartsWith(" (", StringComparison.Ordinal);
    }

    /// <summary>Whether a text ends in the word that the server prints before a message, in any of its languages.</summary>
    public static bool EndsWithSeverity(ReadOnlySpan<char> text)
    {
        foreach (var word in s_severities)
        {
            if (text.EndsWith(word, StringComparison.Ordinal))
                return true;
        }

        return text.EndsWith("Exception (0x80004005)", StringComparison.Ordinal) || text.EndsWith("PostgresException", StringComparison.Ordinal);
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int after)
        => after >= text.Length || text[after] is '\n' or '\r' or ')' or ']' or '"' or '\'' or '\\' or ';';
}
