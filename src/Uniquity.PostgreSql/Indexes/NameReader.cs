using System.Text;

namespace Uniquity.PostgreSql.Indexes;


/// <summary>Reads names as SQL writes them: <c>schema.table</c>, <c>"We""ird".name</c>.</summary>
internal static class NameReader
{
    /// <summary>Takes a dotted name apart.</summary>
    /// <returns><see langword="null"/> where the text is no such name (it may still be one that an error printed without quotes).</returns>
    public static IReadOnlyList<NamePart>? Read(string text)
    {
        var parts = new List<NamePart>();
        var at = 0;
        while (true)
        {
            if (ReadPart(text, ref at) is not { } part) return null;
            parts.Add(part);
            if (at == text.Length) return parts;
            if (text[at++] != '.') return null;
        }
    }

    private static NamePart? ReadPart(string text, ref int at)
    {
        if (at < text.Length && text[at] == '"') return ReadQuoted(text, ref at);
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || char.IsSurrogate(text[at]) || text[at] is '_' or '$')) at++;
        return at == start ? null : new(text[start..at], Quoted: false);
    }

    private static NamePart? ReadQuoted(string text, ref int at)
    {
        var name = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                name.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                name.Append(text[at++]);
            }
            else
            {
                at++;
                return name.Length == 0 ? null : new(name.ToString(), Quoted: true);
            }
        }

        return null;
    }
}
