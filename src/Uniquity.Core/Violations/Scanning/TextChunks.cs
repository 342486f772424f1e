using System.Collections.Concurrent;

namespace Uniquity.Violations.Scanning;

/// <summary>
/// Cuts a stream into chunks of text. While one is parsed, the next ones are read and decoded, one after the other, and
/// searched for cores, side by side, on other threads.
/// </summary>
internal sealed class TextChunks(Stream stream, AnchorIndex anchors, int chunkCharacters, IProgress<long>? bytesRead)
{
    /// <summary>Characters of a chunk: large enough that the carry-over is cheap, small enough for the processor's cache.</summary>
    public const int DefaultCharacters = 512 * 1024;

    // Room before the text of a chunk for what is carried over from the one before it.
    private const int Reserve = AnchorIndex.LongestAllowed + TextWindow.LookBehind + TextWindow.LookAhead;

    // One that is read, and two that are searched while a fourth is parsed.
    private const int Ahead = 3;

    private readonly TextDecoding _decoding = new(stream, chunkCharacters);
    private readonly Queue<Task<TextPiece?>> _searched = new();
    private readonly ConcurrentBag<TextPiece> _idle = [];
    private Task<TextPiece?>? _filled;
    private TextPiece? _current;
    private int _carried;
    private int _length;

    /// <summary>The next chunk.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The chunk; <see langword="null"/> after the last.</returns>
    public async ValueTask<TextChunk?> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_current is { Filled.IsLast: true }) return null;

        // The first alone: most texts are no longer.
        while (_searched.Count < (_current is null ? 1 : Ahead)) Begin(cancellationToken);
        if (await _searched.Dequeue().ConfigureAwait(false) is not { } piece) return null;
        bytesRead?.Report(piece.Filled.TotalBytes);
        if (_current is { } before)
        {
            before.Text(_length - before.Filled.Characters)[^_carried..].CopyTo(piece.Text(_carried));
            _idle.Add(before);
        }

        _current = piece;
        _length = _carried + piece.Filled.Characters;
        return new TextChunk(piece.Text(_carried), _carried, piece.Cores, piece.Filled.IsLast);
    }

    /// <summary>Says how much of the chunk's end the next one is to begin with.</summary>
    /// <param name="characters">At most a window's length.</param>
    public void CarryOver(int characters) => _carried = characters;

    private void Begin(CancellationToken cancellationToken)
    {
        var before = _filled;
        var filled = _filled = Task.Run(() => FillAsync(before, cancellationToken), cancellationToken);
        _searched.Enqueue(Task.Run(async () => (await filled.ConfigureAwait(false))?.Search(anchors), cancellationToken));
    }

    private async Task<TextPiece?> FillAsync(Task<TextPiece?>? before, CancellationToken cancellationToken)
    {
        var previous = before is null ? null : await before.ConfigureAwait(false);
        if (before is not null && previous is null or { Filled.IsLast: true }) return null;
        if (!_idle.TryTake(out var piece)) piece = new TextPiece(Reserve, chunkCharacters + TextDecoding.Slack);

        // The piece before is idle only after this one was handed out: its end is still there.
        piece.Follow(previous, anchors.LongestCore);
        piece.Filled = await _decoding.FillAsync(piece.Room, cancellationToken).ConfigureAwait(false);
        return piece;
    }
}
