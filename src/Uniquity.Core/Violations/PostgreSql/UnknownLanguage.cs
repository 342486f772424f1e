namespace Uniquity.Violations.PostgreSql;

/// <summary>Where the SQLSTATE is known and the language is not, the message still quotes one name: the index's.</summary>
internal static class UnknownLanguage
{
    private const int LongestMessage = 600;

    /// <summary>The name that the message after a SQLSTATE quotes, or that a message member does.</summary>
    /// <param name="report">The report, from its SQLSTATE on.</param>
    public static string? Index(ReadOnlySpan<char> report)
    {
        const int codeLength = 5;
        if (report.Length > codeLength && report[codeLength] == ':')
            return FirstName(report[codeLength..]);

        var member = report.IndexOf("\"message\":", StringComparison.Ordinal);
        return member >= 0 ? OfMember(report[(member + "\"message\":".Length)..]) : null;
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
