using Microsoft.Extensions.Primitives;

namespace Uniquity.AspNetCore;

/// <summary>Reads the key out of its header: a string of RFC 9651 in quotes, as the draft says, or bare, as clients send it.</summary>
internal static class IdempotencyKeyHeader
{
    /// <summary>The key; <see langword="null"/> where the header does not hold exactly one that is well formed.</summary>
    public static string? Read(StringValues header, int longest)
    {
        if (header is not [{ } text]) return null;
        text = text.Trim();
        var key = text.StartsWith('"') ? Quoted(text) : text;
        return key is { Length: > 0 } && key.Length <= longest && key.All(character => character is >= ' ' and <= '~') ? key : null;
    }

    private static string? Quoted(string text)
    {
        if (text.Length < 2 || text[^1] != '"') return null;
        var key = new System.Text.StringBuilder(text.Length);
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '"') return null;
            if (text[i] == '\\' && (++i == text.Length - 1 || text[i] is not ('"' or '\\'))) return null;
            key.Append(text[i]);
        }

        return key.ToString();
    }
}
