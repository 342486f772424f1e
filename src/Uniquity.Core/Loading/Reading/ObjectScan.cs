namespace Uniquity.Loading.Reading;

/// <summary>Finds the end of a JSON object, over as many windows as it takes.</summary>
internal sealed class ObjectScan
{
    private int depth;
    private bool inText;

    /// <summary>The bytes looked at so far; the object's length at its end.</summary>
    public int Length { get; private set; }

    /// <summary>Whether it cannot be an object: a text in it has no end, or another bracket closes it than opened it.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Goes on with a window that begins after what was looked at.</summary>
    /// <returns>How long that was.</returns>
    public int Leave()
    {
        var length = Length;
        Length = 0;
        return length;
    }

    /// <summary>Looks on.</summary>
    /// <param name="window">The object from its start, longer than the last time.</param>
    /// <returns>Whether the object ends here.</returns>
    public bool Run(ReadOnlySpan<byte> window)
    {
        while (Length < window.Length)
        {
            var found = inText ? window[Length..].IndexOfAny((byte)'"', (byte)'\\', (byte)'\n') : window[Length..].IndexOfAny("\"{}[]"u8);
            if (found < 0)
            {
                Length = window.Length;
                return false;
            }

            var at = Length + found;
            if (window[at] == '\\')
            {
                // The escaped byte is looked at together with its backslash.
                if (at + 1 >= window.Length)
                {
                    Length = at;
                    return false;
                }

                Length = at + 2;
                continue;
            }

            // No text of JSON goes over a line: its closing quote is missing, or one in it has no backslash.
            if (inText && window[at] == '\n')
            {
                IsBroken = true;
                return true;
            }

            Length = at + 1;
            if (window[at] == '"') inText = !inText;
            else depth += window[at] is (byte)'{' or (byte)'[' ? 1 : -1;
            if (inText || depth > 0) continue;
            IsBroken = window[at] == ']';
            return true;
        }

        return false;
    }
}
