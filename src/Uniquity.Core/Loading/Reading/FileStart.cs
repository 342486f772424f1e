using Uniquity.Targets;

namespace Uniquity.Loading.Reading;

/// <summary>Looks at how a file begins: what is not UTF-8 with lines that end in LF is told before anything is read.</summary>
internal static class FileStart
{
    /// <summary>Goes past a byte order mark of UTF-8.</summary>
    /// <param name="buffer">The file at its start.</param>
    /// <param name="format">What it is, for the call that reads it.</param>
    /// <exception cref="UsageException">It is UTF-16 or UTF-32, or its lines end in CR alone.</exception>
    public static void Check(RecordBuffer buffer, string format)
    {
        while (buffer.Window.Length < 4 && buffer.Fill())
        {
        }

        var start = buffer.Window;
        if (Foreign(start) is { } foreign) throw new UsageException($"the file is {foreign}, and this reads UTF-8; nearest right call: iconv -f {foreign} -t UTF-8 FILE | uniquity load - --format {format}");
        if (Compression(start) is ({ } kind, { } tool)) throw new UsageException($"the file is {kind}, whatever its name says; nearest right call: {tool} < FILE | uniquity load - --format {format}");
        if (start.StartsWith("\uFEFF"u8)) buffer.SkipMark(3);
        if (EndsLinesInCr(buffer, format)) throw new UsageException($"the lines of the file end in CR alone, and this reads LF and CRLF; nearest right call: tr '\\r' '\\n' < FILE | uniquity load - --format {format}");
    }

    // A text that is no UTF-8 of our formats has a zero where their first two letters are.
    private static string? Foreign(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe, 0, 0]) || start.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xfe, 0xff])) return "UTF-32";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || start.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff])) return "UTF-16";
        if (start.Length < 2) return null;
        return start[0] != 0 && start[1] == 0 ? "UTF-16LE" : start[0] == 0 && start[1] != 0 ? "UTF-16BE" : null;
    }

    // No text begins like these.
    private static (string Kind, string Tool)? Compression(ReadOnlySpan<byte> start) => start switch
    {
        [0x1f, 0x8b, ..] => ("gzip", "gzip -dc"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => ("zstd", "zstd -dc"),
        [0xfd, (byte)'7', (byte)'z', (byte)'X', ..] => ("xz", "xz -dc"),
        _ => null,
    };

    private static bool EndsLinesInCr(RecordBuffer buffer, string format)
    {
        if (format == "json") return false;
        while (true)
        {
            var window = buffer.Window;
            var at = window.IndexOfAny((byte)'\r', (byte)'\n');
            if (at >= 0 && (window[at] == '\n' || at + 1 < window.Length)) return window[at] == '\r' && window[at + 1] != '\n' && IsEnd(window[..at], window[(at + 1)..], format);
            if (!buffer.Fill()) return false;
        }
    }

    // A CR may stand inside quotes, and between two parts of an object.
    private static bool IsEnd(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, string format) =>
        format == "csv" ? before.Count((byte)'"') % 2 == 0 : before.TrimEnd(" \t"u8).EndsWith("}"u8) && after.StartsWith("{"u8);
}
