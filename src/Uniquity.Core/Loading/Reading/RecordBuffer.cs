namespace Uniquity.Loading.Reading;

/// <summary>A window on a stream that grows with the record at hand.</summary>
/// <param name="stream">The file.</param>
/// <param name="mostBytes">The longest record.</param>
internal sealed class RecordBuffer(Stream stream, int mostBytes)
{
    /// <summary>The longest record, where nothing else is said: 256 MiB.</summary>
    public const int MostBytes = 256 << 20;

    private byte[] bytes = new byte[Math.Min(mostBytes, 128 * 1024)];
    private int start;
    private int end;

    /// <summary>The line of the record at hand.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>How many bytes stand before the window in its line.</summary>
    public int Column { get; private set; }

    /// <summary>Whether the record at hand is as long as one may be.</summary>
    public bool IsFull => end - start >= mostBytes;

    /// <summary>The bytes from the start of the record at hand that were read so far.</summary>
    public ReadOnlySpan<byte> Window => bytes.AsSpan(start, end - start);

    /// <summary>Reads more.</summary>
    /// <returns>Whether there was more.</returns>
    public bool Fill()
    {
        if (start > 0 && (start == end || end == bytes.Length))
        {
            Buffer.BlockCopy(bytes, start, bytes, 0, end - start);
            (start, end) = (0, end - start);
        }

        if (end == bytes.Length)
        {
            if (IsFull) return false;
            Array.Resize(ref bytes, (int)Math.Min(mostBytes, (long)bytes.Length * 2));
        }

        var read = stream.Read(bytes, end, bytes.Length - end);
        end += read;
        return read > 0;
    }

    /// <summary>Goes past bytes, and counts their lines.</summary>
    public void Skip(int count)
    {
        var skipped = bytes.AsSpan(start, count);
        Line += skipped.Count((byte)'\n');
        var lineEnd = skipped.LastIndexOf((byte)'\n');
        Column = lineEnd < 0 ? Column + count : count - lineEnd - 1;
        start += count;

        // One giant record must not hold its memory for the rest of the file.
        if (bytes.Length > 16 << 20 && end - start < 64 * 1024)
        {
            var small = new byte[128 * 1024];
            Buffer.BlockCopy(bytes, start, small, 0, end - start);
            (bytes, start, end) = (small, 0, end - start);
        }
    }

    /// <summary>Goes past the rest of the line, however long.</summary>
    public void SkipLine()
    {
        while (true)
        {
            var at = Window.IndexOf((byte)'\n');
            if (at >= 0)
            {
                Skip(at + 1);
                return;
            }

            Skip(Window.Length);
            if (!Fill()) return;
        }
    }

    /// <summary>Goes past bytes that are of no line.</summary>
    public void SkipMark(int count) => start += count;

    /// <summary>Why the record at hand is refused that does not fit.</summary>
    public string TooLong => mostBytes % (1 << 20) == 0 ? FormattableString.Invariant($"it is longer than {mostBytes >> 20} MiB") : FormattableString.Invariant($"it is longer than {mostBytes:N0} bytes");
}
