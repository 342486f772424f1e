using Microsoft.Win32.SafeHandles;

namespace Uniquity.Cli.Terminals;

/// <summary>A standard stream that tells when its reader is gone; the runtime's own swallows that and would let a scan run on.</summary>
internal sealed class OutputStream(Stream inner, bool tells) : Stream
{
    /// <summary>Opens a standard stream.</summary>
    /// <param name="descriptor">1 or 2.</param>
    /// <param name="console">The runtime's own stream, for what is no pipe.</param>
    /// <remarks>
    /// A pipe is written as it is. A file is left to the runtime: a file stream would write at a position of its own, over what
    /// the other programs of a shell's <c>&gt; file</c> write. Where standard error is gone, nobody is told of it.
    /// </remarks>
    public static OutputStream Open(int descriptor, Func<Stream> console)
    {
        var tells = descriptor == 1;
        if (OperatingSystem.IsWindows()) return new OutputStream(console(), tells);
        try
        {
            var pipe = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return new OutputStream(pipe.CanSeek ? console() : pipe, tells);
        }
        catch (Exception closed) when (closed is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return new OutputStream(console(), tells);
        }
    }

    // What a stream says whose reader is gone (errno.h of Linux and macOS; Windows: ERROR_BROKEN_PIPE, ERROR_NO_DATA).
    private static readonly int[] ReaderGone = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    // Told once: what is still buffered would fail the same way.
    private bool _failed;

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
        if (_failed) return;
        try
        {
            inner.Write(buffer);
        }
        catch (UnauthorizedAccessException closed)
        {
            // EBADF, the shell's >&-: nobody wants to be told.
            if (tells) throw new OutputClosedException(closed);
        }
        catch (IOException broken)
        {
            if (!tells) return;
            if (ReaderGone.Contains(broken.HResult)) throw new OutputClosedException(broken);
            _failed = true;
            throw new OutputFailedException(broken);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is held back here.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
