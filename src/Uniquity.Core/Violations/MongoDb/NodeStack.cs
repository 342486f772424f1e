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
            // On a terminal the frames of Node itself are grey: the colour stands before the blanks.
            var start = end + line + 1;
            var frame = text[start..limit];
            if (frame.IndexOf('\n') is >= 0 and var length) frame = frame[..length];
            var word = 0;
            WrappedText.SkipBlank(frame, ref word);
            if (!frame[word..].StartsWith("at ")) break;
            end = start + word + "at ".Length;
        }

        return end;
    }
}
