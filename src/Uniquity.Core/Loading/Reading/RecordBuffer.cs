namespace Uniquity.Loading.Reading;

/// <summary>A window on a stream that grows with the record at hand.</summary>
internal sealed class RecordBuffer(Stream stream)
{
    /// <summary>The longest record: 256 MiB.</summary>
    public const int MostBytes = 256 << 20;

    private byte[] bytes = new byte[128 * 1024];
    private int start;
    private int end;

    /// <summary>The line of the record at hand.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Whether the record at hand is as long as one may be.</summary>
    public bool IsFull => end - start >= MostBytes;

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
            Array.Resize(ref bytes, (int)Math.Min(MostBytes, (long)bytes.Length * 2));
        }

        var read = stream.Read(bytes, end, bytes.Length - end);
        end += read;
        return read > 0;
    }

    /// <summary>Goes past bytes, and counts their lines.</summary>
    public void Skip(int count)
    {
        Line += bytes.AsSpan(start, count).Count((byte)'\n');
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

    /// <summary>Goes past a byte order mark of UTF-8.</summary>
    /// <exception cref="Targets.UsageException">The mark is of UTF-16 or UTF-32.</exception>
    public void SkipMark()
    {
        while (Window.Length < 3 && Fill())
        {
        }

        if (Window.StartsWith("\uFEFF"u8)) start += 3;
        if (Window.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || Window.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
        {
            throw new Targets.UsageException("the file is UTF-16, and this reads UTF-8; nearest right call: iconv -f UTF-16 -t UTF-8 FILE | uniquity load - --format csv");
        }
    }
}
