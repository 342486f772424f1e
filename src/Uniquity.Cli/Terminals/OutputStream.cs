using Microsoft.Win32.SafeHandles;

namespace Uniquity.Cli.Terminals;

/// <summary>Standard output that tells when its reader is gone; the runtime's own stream swallows that and would let a scan run on.</summary>
internal sealed class OutputStream(FileStream inner) : Stream
{
    /// <summary>Opens the descriptor of a standard stream, 1 or 2, where it is a pipe.</summary>
    /// <returns>
    /// <see langword="null"/> where it is a file: a file stream would write at a position of its own, over what the other
    /// programs of a shell's <c>&gt; file</c> write.
    /// </returns>
    public static OutputStream? OpenPipe(int descriptor)
    {
        try
        {
            var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? null : new OutputStream(stream);
        }
        catch (Exception closed) when (closed is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException broken)
        {
            throw new OutputClosedException(broken);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
