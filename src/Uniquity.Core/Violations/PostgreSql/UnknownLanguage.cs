namespace Uniquity.Violations.PostgreSql;

/// <summary>Where the SQLSTATE is known and the language is not, the message still quotes one name: the index's.</summary>
internal static class UnknownLanguage
{
    private const int LongestMessage = 600;

    /// <summary>The name that the message after a SQLSTATE quotes, or a message member, or the line before a DETAIL.</summary>
    /// <param name="text">The text.</param>
    /// <param name="anchor">The SQLSTATE, or the DETAIL's mark.</param>
    /// <param name="end">Where the report ends.</param>
    public static string? Index(ReadOnlySpan<char> text, int anchor, int end)
    {
        var report = text[anchor..end];
        if (report.StartsWith(KeyDetail.Mark, StringComparison.Ordinal))
            return OfLineBefore(text, anchor);

        const int CodeLength = 5;
        if (report.Length > CodeLength && report[CodeLength] == ':')
            return FirstName(report[CodeLength..]);

        var member = report.IndexOf("\"message\":", StringComparison.Ordinal);
        return member >= 0 ? OfMember(report[(member + "\"message\":".Length)..]) : null;
    }

    // A DETAIL is found without its message only where the message's language is not known: it is the line before.
    private static string? OfLineBefore(ReadOnlySpan<char> text, int anchor)
    {
        var start = anchor - text.LineBefore(anchor, LongestMessage).Length;
        if (start < 2)
            return null;

        var line = text.LineBefore(start - 1, LongestMessage);
        var colon = line.LastIndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && ErrorCode.EndsWithSeverity(line[..colon]) ? FirstName(line[colon..]) : null;
    }

    private static string? OfMember(ReadOnlySpan<char> value)
    {
        value = value.TrimStart();
        if (value.Length == 0 || value[0] != '"')
            return null;

        for (var i = 1; i < Math.Min(value.Length, LongestMessage); i++)
        {
            if (value[i] == '\\')
                i++;
            else if (value[i] == '"')
                return FirstName(PlainText.Of(value[1..i], 1));
        }

        return null;
    }

    private static string? FirstName(ReadOnlySpan<char> message)
    {
        var line = message.IndexOf('\n');
        message = message[..Math.Min(line < 0 ? message.Length : line, LongestMessage)];
        for (var i = 0; i < message.Length; i++)
        {
            if (message[i] is '"' or '«' or '»' or '„' or '“' or '「' or '\\' && QuotedName.TryRead(message, i, out var name))
                return name.Name;
        }

        return null;
    }
}
