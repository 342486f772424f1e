using System.Buffers;

namespace Uniquity.Violations.MongoDb;

/// <summary>A value that is no string: <c>42</c>, <c>ObjectId('…')</c>, <c>{ a: [ 1, 2 ] }</c>, <c>/a}b/i</c>.</summary>
internal static class BareValue
{
    private const int Deepest = 200;

    private static readonly SearchValues<char> Signs = SearchValues.Create("{}[](),\"'\n\u001b");

    /// <summary>Finds where the value ends: before the comma or the brace that goes on with the key.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the value begins.</param>
    /// <returns>The index just past its last character, blanks at its end left out.</returns>
    public static int End(ReadOnlySpan<char> text, int at)
    {
        var i = text[at] == '/' ? RegexEnd(text, at) : at;
        var depth = 0;
        for (; i < text.Length; i++)
        {
            var next = text[i..].IndexOfAny(Signs);
            if (next < 0) return TrimEnd(text, at, text.Length);
            i += next;
            switch (text[i])
            {
                case '{' or '[' or '(':
                    if (++depth > Deepest) return i;
                    break;
                case '}' or ']' or ')':
                    if (depth-- == 0) return TrimEnd(text, at, i);
                    break;
                case ',':
                    if (depth == 0) return TrimEnd(text, at, i);
                    break;
                case '\u001b':
                    if (depth == 0) return TrimEnd(text, at, i);
                    break;
                case '\n':
                    // A line ends a value that is cut short; inside brackets it is a wrapped or pretty-printed one.
                    if (depth == 0 && !GoesOnBelow(text, i)) return TrimEnd(text, at, i);
                    break;
                default:
                    var end = Begins(text, i) ? KeyString.SimpleEnd(text, i + 1, text[i]) : -1;
                    if (end > 0) i = end;
                    break;
            }
        }

        return TrimEnd(text, at, text.Length);
    }

    private static bool Begins(ReadOnlySpan<char> text, int quote) =>
        quote > 0 && text[quote - 1] is '(' or '[' or '{' or ',' or ':' or ' ';

    private static bool GoesOnBelow(ReadOnlySpan<char> text, int at)
    {
        WrappedText.SkipBlank(text, ref at);
        var line = text[at..Math.Min(text.Length, at + 120)];
        var end = line.IndexOfAny("}\n");
        return end >= 0 && line[end] == '}';
    }

    private static int RegexEnd(ReadOnlySpan<char> text, int at)
    {
        for (var i = at + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] != '/') continue;
            var after = i + 1;
            while (after < text.Length && char.IsAsciiLetterLower(text[after])) after++;
            var flags = after;
            WrappedText.SkipBlank(text, ref after);
            if (after < text.Length && text[after] is '}' or ',') return flags;
        }

        return at;
    }

    private static int TrimEnd(ReadOnlySpan<char> text, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return end;
    }
}
