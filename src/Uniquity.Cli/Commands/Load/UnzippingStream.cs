namespace Uniquity.Cli.Commands.Load;

/// <summary>What a compressed file holds; a fault in it is said with the file's name.</summary>
internal sealed class UnzippingStream(Stream stream, string path) : Stream
{
    private bool any;

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
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = stream.Read(buffer);
            any |= read > 0;
            return read;
        }
        catch (InvalidDataException broken)
        {
            throw new InvalidDataException(any ? $"{path} is cut or damaged inside its compression: bring the whole file again (gzip -t {Calls.Shell.Quote(path)} tells whether it is)" : $"{path} is not gzip", broken);
        }
    }

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
        if (disposing) stream.Dispose();
        base.Dispose(disposing);
    }
}
