using System.Runtime.InteropServices;
using System.Text;

namespace Uniquity.Violations.Scanning;

/// <summary>Reads a stream's bytes and decodes them, whatever they are.</summary>
internal sealed class TextDecoding(Stream stream, int chunkCharacters)
{
    /// <summary>Characters that decoding may yield beyond the bytes of a chunk: what a cut sequence left behind.</summary>
    public const int Slack = 16;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(chunkCharacters, 4));
    private Decoder? _decoder;
    private bool _isUtf8;
    private long _total;

    /// <summary>Fills a buffer with the next characters.</summary>
    /// <param name="characters">At least a chunk's characters and <see cref="Slack"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What was filled in.</returns>
    public async Task<Filled> FillAsync(Memory<char> characters, CancellationToken cancellationToken)
    {
        var length = await stream.ReadAtLeastAsync(_bytes, _bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _total += length;
        var isLast = length < _bytes.Length;
        var mark = _decoder is null ? Begin(_bytes.AsSpan(0, length)) : 0;
        var written = _decoder!.GetChars(_bytes.AsSpan(mark, length - mark), characters.Span, flush: isLast);

        // A sequence of several bytes is fewer characters than bytes, and an invalid byte is one: as many characters as bytes
        // means that no character beyond ASCII was read whole.
        return new Filled(written, _isUtf8 && written == length - mark, isLast, _total);
    }

    /// <summary>Chooses the encoding by the byte order mark; returns the mark's length.</summary>
    private int Begin(ReadOnlySpan<byte> bytes)
    {
        var (encoding, mark) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => (Encoding.UTF8, 0),
        };
        _isUtf8 = encoding.Equals(Encoding.UTF8);
        _decoder = encoding.GetDecoder();
        return mark;
    }

    /// <summary>What a buffer was filled with.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Filled(int Characters, bool IsAscii, bool IsLast, long TotalBytes);
}
