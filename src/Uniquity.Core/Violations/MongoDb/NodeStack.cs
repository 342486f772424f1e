namespace Uniquity.Violations.MongoDb;

/// <summary>The stack that Node prints between an error's message and its members.</summary>
internal static class NodeStack
{
    private const int Longest = 8 * 1024;

    /// <summary>Just past the stack that begins on the line after a place; the place itself where none does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the message ends.</param>
    public static int End(ReadOnlySpan<char> text, int at)
    {
        var limit = Math.Min(text.Length, at + Longest);
        var end = at;
        while (end < limit && text[end..limit].IndexOf('\n') is >= 0 and var line)
        {
            var next = text[(end + line + 1)..limit].TrimStart(" \t");
            if (!next.StartsWith("at ")) break;
            end = limit - next.Length + "at ".Length;
        }

        return end;
    }
}
