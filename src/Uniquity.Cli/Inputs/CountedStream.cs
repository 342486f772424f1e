using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Inputs;

/// <summary>Counts the bytes that pass, and notices those that no text has.</summary>
internal sealed class CountedStream(Stream inner, long? total) : Stream
{
    /// <summary>Bytes looked at for zeros: enough to tell a picture from a log, too few to slow a log of a gigabyte.</summary>
    private const int Sniffed = 64 * 1024;

    /// <summary>Bytes read so far.</summary>
    public long Done { get; private set; }

    /// <summary>Whether a zero byte was among the first ones, and no byte order mark of UTF-16 or UTF-32 explains it.</summary>
    public bool SawZero { get; private set; }

    /// <summary>Where to tell how far it is.</summary>
    public ProgressLine? Progress { get; set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => Done;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Note(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Note(buffer[..inner.Read(buffer)]);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A read of a keyboard or a pipe cannot be cancelled; waiting for it can.
        var read = await inner.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);
        return Note(buffer.Span[..read]);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private int Note(ReadOnlySpan<byte> read)
    {
        if (Done < Sniffed && !(Done == 0 && HasWideMark(read)))
        {
            SawZero |= read.Contains((byte)0);
        }

        Done += read.Length;
        Progress?.Report(Done, total, "bytes");
        return read.Length;
    }

    private static bool HasWideMark(ReadOnlySpan<byte> read) =>
        read.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || read.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]) || read.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xfe, 0xff]);
}
