using System.Buffers;
using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.MongoDb;

/// <summary>Reads the members that the server's reply has beside its message: <c>code</c>, <c>keyPattern</c>, <c>keyValue</c>.</summary>
internal static class ErrorMembers
{
    private static readonly SearchValues<string> Codes = SearchValues.Create(["11000", "11001"], StringComparison.Ordinal);

    /// <summary>Completes what the message left open.</summary>
    /// <param name="text">The window's text.</param>
    /// <param name="end">Where the message ends.</param>
    /// <param name="most">How far the members may stand after it.</param>
    /// <param name="code">The code; set where it is not known yet.</param>
    /// <param name="key">The key; its names, or all of it, are set where they are not known yet.</param>
    public static void Read(ReadOnlySpan<char> text, int end, int most, ref string? code, ref KeyValue[] key)
    {
        var limit = Limit(text, end, most);
        if (code is null) code = Code(text, end, limit);
        if (key.Length == 0) key = Document(text, end, limit, "keyValue");
        else if (key[0].Field is null) key = Named(key, Document(text, end, limit, "keyPattern"));
        if (key.Length == 0) key = Names(Document(text, end, limit, "keyPattern"));
    }

    /// <summary>Whether the code stands in a member soon after a place.</summary>
    /// <param name="text">The window's text.</param>
    /// <param name="end">The place.</param>
    /// <param name="most">How far.</param>
    /// <returns>Whether it does.</returns>
    public static bool HasCode(ReadOnlySpan<char> text, int end, int most) => Code(text, end, Limit(text, end, most)) is not null;

    /// <summary>Reads a document-valued member.</summary>
    /// <param name="text">The window's text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="to">Where to end.</param>
    /// <param name="name">The member's name.</param>
    /// <returns>Its parts; empty where it is not there.</returns>
    public static KeyValue[] Document(ReadOnlySpan<char> text, int from, int to, string name)
    {
        var found = text[from..to].IndexOf(name);
        if (found < 0) return [];
        var at = from + found + name.Length;
        QuoteMarks.Skip(text, ref at);
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is ':' or '=' or '>' or ']' or '%')) at++;
        if (at >= text.Length || text[at] != '{') return [];
        using var peeled = PeeledText.From(new(text, at, name));
        var document = new KeyDocument(peeled.Text, peeled.At);
        return KeyParts.Read(ref document);
    }

    /// <summary>The fields of a key pattern, as parts whose values the text does not state.</summary>
    /// <param name="pattern">The parts of the pattern, with 1 and -1 as values.</param>
    /// <returns>The fields.</returns>
    public static KeyValue[] Names(KeyValue[] pattern) => Array.ConvertAll(pattern, part => new KeyValue(part.Field, null));

    private static KeyValue[] Named(KeyValue[] key, KeyValue[] pattern)
    {
        if (pattern.Length != key.Length) return key;
        for (var i = 0; i < key.Length; i++) key[i] = key[i] with { Field = pattern[i].Field };
        return key;
    }

    private static string? Code(ReadOnlySpan<char> text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var next = text[i..to].IndexOfAny(Codes);
            if (next < 0) return null;
            i += next;
            if (ErrorCode.IsMember(text, i, out _)) return text[i + 4] == '0' ? "11000" : "11001";
        }

        return null;
    }

    /// <summary>The members end where another message or another log entry begins.</summary>
    private static int Limit(ReadOnlySpan<char> text, int end, int most)
    {
        var rest = text[end..Math.Min(text.Length, end + most)];
        var next = rest.IndexOf("E1100");
        if (next >= 0) rest = rest[..next];
        for (var i = 0; i < rest.Length; i++)
        {
            var line = rest[i..].IndexOf('\n');
            if (line < 0) break;
            i += line;
            if (Surroundings.HasNewEntry(rest[i..Math.Min(rest.Length, i + 3)])) return end + i;
        }

        return end + rest.Length;
    }
}
