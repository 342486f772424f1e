namespace Uniquity.Cli.Masking;

/// <summary>Keeps the password of a URL out of everything that is printed, also where the URL is malformed.</summary>
internal static class Secrets
{
    private static readonly string[] Keywords = ["password", "pwd", "passwd", "sslpassword", "passphrase"];

    /// <summary>The text with the passwords of a connection text replaced by <c>***</c>.</summary>
    public static string Hide(string text, string? connection)
    {
        if (connection is null) return text;
        foreach (var secret in Of(connection).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length))
        {
            // A password of one or two letters would tear every word apart, and hides nothing.
            if (secret.Length > 2) text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Whether a word of the command line may hold a password, so that it is not to be repeated.</summary>
    public static bool MayHold(string word) => word.Contains("://", StringComparison.Ordinal) || Of(word).Any();

    private static IEnumerable<string> Of(string connection)
    {
        var scheme = connection.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? 0 : scheme + 3;
        var at = connection.LastIndexOf('@');
        if (at > start)
        {
            var colon = connection.IndexOf(':', start);
            if (colon >= 0 && colon < at)
            {
                var password = connection[(colon + 1)..at];
                yield return password;
                yield return Uri.UnescapeDataString(password);
            }
        }

        foreach (var value in KeywordValues(connection))
        {
            yield return value;
            yield return Uri.UnescapeDataString(value);
        }
    }

    /// <summary>The values of <c>password=…</c> in a query string or in keywords, quoted or not.</summary>
    private static IEnumerable<string> KeywordValues(string connection)
    {
        foreach (var keyword in Keywords)
        {
            for (var at = connection.IndexOf(keyword, StringComparison.OrdinalIgnoreCase); at >= 0; at = connection.IndexOf(keyword, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var equals = at + keyword.Length;
                while (equals < connection.Length && connection[equals] == ' ') equals++;
                if (equals >= connection.Length || connection[equals] != '=') continue;
                var value = connection[(equals + 1)..].TrimStart();
                if (value.Length == 0) continue;
                var quote = value[0] is '\'' or '"' ? value[0] : '\0';
                var end = quote == '\0' ? value.IndexOfAny([';', '&', ' ']) : value.IndexOf(quote, 1);
                yield return value[(quote == '\0' ? 0 : 1)..(end < 0 ? value.Length : end)];
            }
        }
    }
}
