using System.Buffers;

namespace Uniquity.Violations.Scanning;

/// <summary>Cuts a stream into chunks of text; while one is searched, the next is read and decoded on another thread.</summary>
internal sealed class TextChunks(Stream stream, int chunkCharacters, IProgress<long>? bytesRead) : IDisposable
{
    /// <summary>Characters of a chunk: large enough that the carry-over is cheap, small enough for the processor's cache.</summary>
    public const int DefaultCharacters = 512 * 1024;

    // Room before the text of a chunk for what is carried over from the one before it.
    private const int Reserve = AnchorIndex.LongestAllowed + TextWindow.LookBehind + TextWindow.LookAhead;

    private readonly TextDecoding _decoding = new(stream, chunkCharacters);
    private char[]? _current;
    private char[]? _other;
    private Task<TextDecoding.Filled>? _pending;
    private int _carried;
    private int _end = Reserve;
    private bool _ended;
    private bool _wasAscii = true;

    /// <summary>The next chunk.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The chunk; <see langword="null"/> after the last.</returns>
    public async ValueTask<TextChunk?> NextAsync(CancellationToken cancellationToken)
    {
        if (_ended) return null;
        cancellationToken.ThrowIfCancellationRequested();
        var buffer = _other ??= Rent();
        var filled = await (_pending ?? FillAsync(buffer, cancellationToken)).ConfigureAwait(false);
        _pending = null;
        bytesRead?.Report(filled.TotalBytes);
        _current?.AsSpan(_end - _carried, _carried).CopyTo(buffer.AsSpan(Reserve - _carried));
        (_current, _other) = (buffer, _current);
        _end = Reserve + filled.Characters;
        _ended = filled.IsLast;
        if (!_ended)
        {
            var next = _other ??= Rent();
            _pending = Task.Run(() => FillAsync(next, cancellationToken), cancellationToken);
        }

        // An anchor may have begun in the characters carried over: they count as long as they are there.
        var isAscii = filled.IsAscii && _wasAscii;
        _wasAscii = filled.IsAscii || (_wasAscii && _carried == 0);
        return new TextChunk(buffer.AsMemory(Reserve - _carried, _carried + filled.Characters), isAscii, _ended);
    }

    /// <summary>Says how much of the chunk's end the next one is to begin with.</summary>
    /// <param name="characters">At most a window's length.</param>
    public void CarryOver(int characters) => _carried = characters;

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        // A read that is still under way writes into its buffer: that one is left to the garbage collector.
        if (_current is not null) ArrayPool<char>.Shared.Return(_current);
        if (_other is not null && _pending is null) ArrayPool<char>.Shared.Return(_other);
        _current = _other = null;
    }

    private char[] Rent() => ArrayPool<char>.Shared.Rent(Reserve + chunkCharacters + TextDecoding.Slack);

    private Task<TextDecoding.Filled> FillAsync(char[] buffer, CancellationToken cancellationToken) =>
        _decoding.FillAsync(buffer.AsMemory(Reserve), cancellationToken);
}
