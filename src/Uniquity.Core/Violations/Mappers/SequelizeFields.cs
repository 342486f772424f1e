using System.Buffers;

namespace Uniquity.Violations.Mappers;

/// <summary>The member <c>fields</c> of an error as Node or JSON prints it: <c>{ email: 'a@x', n: 7 }</c>, or <c>[ 'email' ]</c>.</summary>
internal static class SequelizeFields
{
    private const int Most = 32;

    private static readonly SearchValues<char> s_ends = SearchValues.Create(" ,:}]\n");

    /// <summary>Reads the member's names and values.</summary>
    /// <param name="error">The error, from its name on.</param>
    /// <param name="end">Just past the member.</param>
    /// <returns>The key; empty where the error has no such member.</returns>
    public static IReadOnlyList<KeyValue> Read(ReadOnlySpan<char> error, out int end)
    {
        end = 0;
        for (var from = 0; error[from..].IndexOf("fields") is >= 0 and var found; from = end)
        {
            var at = end = from + found + "fields".Length;
            while (at < error.Length && error[at] is '"' or '\'' or '\\' or ' ' or ':') at++;
            if (at >= error.Length || error[at] is not ('{' or '[')) continue;
            var key = Members(error, error[at] == '{', ref at);
            end = at;
            if (key.Count > 0) return key;
        }

        return [];
    }

    private static List<KeyValue> Members(ReadOnlySpan<char> text, bool named, ref int at)
    {
        var key = new List<KeyValue>();
        at++;
        while (key.Count < Most)
        {
            Skip(text, ref at);
            if (at >= text.Length || text[at] is '}' or ']') break;
            var name = Token(text, ref at, out _);
            if (name.Length == 0) return [];
            if (!named)
            {
                key.Add(new KeyValue(Column(name), null));
                continue;
            }

            Skip(text, ref at);
            var value = Token(text, ref at, out var quoted);
            key.Add(new KeyValue(Column(name), value, !quoted && value is "null" or "undefined"));
        }

        if (at < text.Length) at++;
        return key;
    }

    private static void Skip(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or ',' or ':' or '\n' or '\r' or '\t') at++;
    }

    // A string in any quotes, escaped by as many backslashes as its first; else a word.
    private static string Token(ReadOnlySpan<char> text, ref int at, out bool quoted)
    {
        var start = at;
        while (at < text.Length && text[at] == '\\') at++;
        quoted = at < text.Length && text[at] is '\'' or '"' or '`';
        if (!quoted)
        {
            at = start;
            var stop = text[at..].IndexOfAny(s_ends);
            at = stop < 0 ? text.Length : at + stop;
            return text[start..at].ToString();
        }

        var quote = text[start..(at + 1)];
        var from = ++at;
        while (text[at..].IndexOf(quote) is >= 0 and var found)
        {
            at += found;
            var slashes = 0;
            while (at - slashes > from && text[at - slashes - 1] == '\\') slashes++;
            if (slashes % 2 == 0)
            {
                var value = text[from..at].ToString();
                at += quote.Length;
                return quote.Length > 1 ? value : value.Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
            }

            at++;
        }

        at = text.Length;
        return text[from..].ToString();
    }

    // MySQL's are named with their table, users.email.
    private static string Column(string name) => name.LastIndexOf('.') is > 0 and var dot && dot < name.Length - 1 ? name[(dot + 1)..] : name;
}
